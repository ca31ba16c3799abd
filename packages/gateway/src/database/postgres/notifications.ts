import pg from 'pg';
import type { Log } from '../../kernel/log.ts';
import { type DoorbellTopic, LocalDoorbell } from '../doorbell.ts';
import { connectionOptions } from './connection.ts';

const CHANNEL = 'sallyport_doorbell';
const RECONNECT_MS = 1_000;
const TOPICS: readonly DoorbellTopic[] = ['access', 'events', 'keys'];

/**
 * The doorbell between processes: rings pass through LISTEN/NOTIFY, many rings of one turn as one. While the connection
 * is lost rings stay in this process; when it returns, every topic rings once, because any of them may have been missed.
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
    this.#client = client;
    for (const topic of TOPICS) this.wake(topic);
  }

  #flush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      const topics = [...this.#pending].join(',');
      this.#pending.clear();
      const sent = this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, topics]) ?? Promise.resolve();
      sent
        .catch((err) => this.#log.warn({ err }, 'the doorbell did not reach the other processes'))
        .finally(() => {
          this.#isFlushing = false;
          if (this.#pending.size > 0) this.#flush();
        });
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
