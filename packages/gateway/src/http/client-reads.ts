import type { ServerResponse } from 'node:http';
import { refuse } from '../kernel/errors.ts';

const AT_ONCE = 4;
const WAITING_AT_MOST = 500;

interface Client {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Lets each client have so many reads computed at a time; the rest of its own wait, in order, and between two of them everybody
 * else's requests have their turn. So no client's many reads hold up another's token. Too many waiting are refused with
 * `too_many_requests`.
 */
export class ClientTurns {
  readonly #clients = new Map<string, Client>();

  async take<T>(key: string, read: () => Promise<T>): Promise<T> {
    const client = this.#clients.get(key) ?? { running: 0, waiting: [] };
    this.#clients.set(key, client);
    if (client.running >= AT_ONCE) await waitIn(client.waiting);
    else client.running += 1;
    try {
      return await read();
    } finally {
      const next = client.waiting.shift();
      if (next !== undefined) setImmediate(next);
      else {
        client.running -= 1;
        if (client.running === 0) this.#clients.delete(key);
      }
    }
  }
}

function waitIn(waiting: (() => void)[]): Promise<void> {
  if (waiting.length >= WAITING_AT_MOST) {
    throw refuse.tooManyRequests({
      description: 'Too many requests at the same time; wait for the answers to those sent before',
      logDetail: `${WAITING_AT_MOST} reads of one client wait`,
      retryAfterSeconds: 1,
    });
  }
  return new Promise((resolve) => waiting.push(resolve));
}

const BYTES_OF_A_CLIENT = 8 * 2 ** 20;
const BYTES_IN_ALL = 32 * 2 ** 20;
/** Where all together hold too much, whoever holds less than this is not refused for the others. */
const BYTES_OF_NOBODY = 2 ** 20;
/** A smaller answer is in the buffers that a connection has anyway. */
const SMALL_BYTES = 16_384;
/** A stream has a piece read ahead and one on its way. */
const STREAM_BYTES = 2 * 262_144;

/**
 * The bytes of answers that were made and that their clients have not taken yet, by client. Who holds too many is refused further
 * answers with `too_many_requests` until it has taken some.
 */
export class UntakenAnswers {
  readonly #byKey = new Map<string, number>();
  #bytes = 0;

  /** Refuses who holds too much. */
  check(key: string): void {
    const own = this.#byKey.get(key) ?? 0;
    if (own < BYTES_OF_NOBODY || (own < BYTES_OF_A_CLIENT && this.#bytes < BYTES_IN_ALL)) return;
    throw refuse.tooManyRequests({
      description: 'Answers that were sent before are not taken yet; read them first',
      logDetail: `${own} bytes of answers are not taken`,
      retryAfterSeconds: 1,
    });
  }

  /** Counts an answer until its client has taken it or is gone. */
  hold(key: string, payload: unknown, response: ServerResponse): void {
    const bytes = sizeOf(payload);
    if (bytes < SMALL_BYTES || response.destroyed) return;
    this.#add(key, bytes);
    response.once('close', () => this.#add(key, -bytes));
  }

  #add(key: string, bytes: number): void {
    this.#bytes += bytes;
    const own = (this.#byKey.get(key) ?? 0) + bytes;
    if (own === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, own);
  }
}

function sizeOf(payload: unknown): number {
  // A text is held as itself and as the bytes that are on their way.
  if (typeof payload === 'string') return 2 * payload.length;
  if (Buffer.isBuffer(payload)) return payload.length;
  return payload === null || payload === undefined ? 0 : STREAM_BYTES;
}
