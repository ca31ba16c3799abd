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
