import pg from 'pg';
import type { Log } from '../../../kernel/log.ts';
import { LocalNotifier, type NotificationTopic } from '../../notifier.ts';
import type { DatabaseTimeouts } from '../../timeouts.ts';
import { closeInTime, connectionOptions, discard } from './connection.ts';

const CHANNEL = 'sallyport_doorbell';
const RECONNECT_MS = 1_000;
const PROBE_MS = 2_000;
const TOPICS: readonly NotificationTopic[] = ['access', 'crossings', 'events', 'keys'];

/**
 * The notifier between processes: rings pass through LISTEN/NOTIFY, many rings of one turn as one. While the connection
 * is lost rings wait in this process; when it returns they are passed on, and every topic rings once here, because any
 * of them may have been missed. A connection that carries nothing any more is found out by a probe every two seconds.
 */
export class PostgresNotifier extends LocalNotifier {
  readonly #databaseUrl: string;
  readonly #timeouts: DatabaseTimeouts;
  readonly #log: Log;
  readonly #pending: Set<NotificationTopic>;
  #client: pg.Client | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #probe: NodeJS.Timeout | undefined;
  #receivedAt = performance.now();
  #isFlushing = false;
  #isClosed = false;

  constructor(databaseUrl: string, { timeouts, log }: { timeouts: DatabaseTimeouts; log: Log }) {
    const pending = new Set<NotificationTopic>();
    super((topic) => {
      pending.add(topic);
      this.#flush();
    });
    this.#pending = pending;
    this.#databaseUrl = databaseUrl;
    this.#timeouts = timeouts;
    this.#log = log;
  }

  /** How long ago the other end last answered, in seconds. */
  get ageSeconds(): number {
    return (performance.now() - this.#receivedAt) / 1000;
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      ...connectionOptions(this.#databaseUrl, this.#timeouts),
      query_timeout: this.#timeouts.connectMs,
    });
    client.on('error', (err) => this.#lose(client, err));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ payload, processId }) => {
      const isOwn = processId === (client as unknown as { processID: number }).processID;
      if (!isOwn) for (const topic of TOPICS) if (payload?.split(',').includes(topic)) this.wake(topic);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (err) {
      discard(client);
      throw err;
    }
    if (this.#isClosed || this.#client !== undefined) {
      await closeInTime(client);
      return;
    }
    this.#client = client;
    this.#receivedAt = performance.now();
    this.#probeIn(client);
    if (this.#pending.size > 0) this.#flush();
    for (const topic of TOPICS) this.wake(topic);
  }

  #probeIn(client: pg.Client): void {
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => {
      // To listen again changes nothing where this connection listens.
      client.query(`LISTEN ${CHANNEL}`).then(
        () => {
          this.#receivedAt = performance.now();
          if (this.#client === client) this.#probeIn(client);
        },
        (err) => this.#lose(client, err),
      );
    }, PROBE_MS);
  }

  #flush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      const client = this.#client;
      this.#send(client).then(
        (isSent) => {
          this.#isFlushing = false;
          // After a failure only where the connection is another one by now; otherwise the next notification tries again.
          if (this.#pending.size > 0 && (isSent || this.#client !== client)) this.#flush();
        },
        (err) => this.#log.error({ err }, 'the notifier failed'),
      );
    });
  }

  /** Resolves with false where the pending topics did not leave. */
  async #send(client: pg.Client | undefined): Promise<boolean> {
    if (client === undefined) return false;
    const topics = [...this.#pending];
    this.#pending.clear();
    try {
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, topics.join(',')]);
      return true;
    } catch (err) {
      for (const topic of topics) this.#pending.add(topic);
      this.#lose(client, err as Error);
      return false;
    }
  }

  #lose(client: pg.Client, err?: Error): void {
    if (this.#isClosed || (this.#client !== client && this.#client !== undefined)) return;
    this.#client = undefined;
    discard(client);
    if (err !== undefined) this.#log.warn({ err }, 'the notifier lost its connection; polling goes on meanwhile');
    clearTimeout(this.#probe);
    clearTimeout(this.#reconnect);
    this.#reconnect = setTimeout(() => {
      this.open().catch((failure) => this.#lose(client, failure));
    }, RECONNECT_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#probe);
    clearTimeout(this.#reconnect);
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined) await closeInTime(client);
  }
}
