import pg from 'pg';
import type { Log } from '../../kernel/log.ts';
import { type DoorbellTopic, LocalDoorbell } from '../doorbell.ts';
import { connectionOptions } from './connection.ts';

const CHANNEL = 'sallyport_doorbell';
const RECONNECT_MS = 1_000;
const TOPICS: readonly DoorbellTopic[] = ['access', 'events', 'keys'];

/**
 * The doorbell between processes: rings pass through LISTEN/NOTIFY, many rings of one turn as one. While the connection
 * is lost rings wait in this process; when it returns they are passed on, and every topic rings once here, because any
 * of them may have been missed.
 */
export class PostgresDoorbell extends LocalDoorbell {
  readonly #databaseUrl: string;
  readonly #log: Log;
  readonly #pending: Set<DoorbellTopic>;
  #client: pg.Client | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #isFlushing = false;
  #isClosed = false;

  constructor(databaseUrl: string, log: Log) {
    const pending = new Set<DoorbellTopic>();
    super((topic) => {
      pending.add(topic);
      this.#flush();
    });
    this.#pending = pending;
    this.#databaseUrl = databaseUrl;
    this.#log = log;
  }

  async open(): Promise<void> {
    const client = new pg.Client(connectionOptions(this.#databaseUrl));
    client.on('error', (err) => this.#lose(client, err));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ payload, processId }) => {
      const isOwn = processId === (client as unknown as { processID: number }).processID;
      if (!isOwn) for (const topic of TOPICS) if (payload?.split(',').includes(topic)) this.wake(topic);
    });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    if (this.#isClosed || this.#client !== undefined) {
      await client.end();
      return;
    }
    this.#client = client;
    if (this.#pending.size > 0) this.#flush();
    for (const topic of TOPICS) this.wake(topic);
  }

  #flush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(async () => {
      const client = this.#client;
      const topics = [...this.#pending];
      let isSent = false;
      try {
        if (client === undefined) return;
        this.#pending.clear();
        await client.query('SELECT pg_notify($1, $2)', [CHANNEL, topics.join(',')]);
        isSent = true;
      } catch (err) {
        for (const topic of topics) this.#pending.add(topic);
        this.#log.warn({ err }, 'the doorbell did not reach the other processes');
      } finally {
        this.#isFlushing = false;
        // After a failure only where the connection is another one by now; otherwise the next ring tries again.
        if (this.#pending.size > 0 && (isSent || this.#client !== client)) this.#flush();
      }
    });
  }

  #lose(client: pg.Client, err?: Error): void {
    if (this.#isClosed || (this.#client !== client && this.#client !== undefined)) return;
    this.#client = undefined;
    if (err !== undefined) this.#log.warn({ err }, 'the doorbell lost its connection; polling goes on meanwhile');
    clearTimeout(this.#reconnect);
    this.#reconnect = setTimeout(() => this.open().catch((failure) => this.#lose(client, failure)), RECONNECT_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#reconnect);
    await this.#client?.end().catch(() => {});
  }
}
