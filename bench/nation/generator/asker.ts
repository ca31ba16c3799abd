import { Pool } from 'undici';

const CONNECTIONS = 128;
const ANSWERED_WITHIN_MS = 30_000;

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly json?: object;
  readonly form?: Record<string, string>;
}

export interface Answer {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Record<string, unknown>;
}

/** An answer that is not 2xx. */
export class Refused extends Error {
  readonly status: number;

  constructor({ method, path }: Request, status: number, body: string) {
    super(`${method} ${path} was answered with ${status}: ${body.slice(0, 300)}`);
    this.status = status;
  }
}

/** Asks servers of one installation in turn, over connections that are kept. */
export class Asker {
  readonly #pools: readonly Pool[];
  #next = 0;

  constructor(origins: readonly string[]) {
    this.#pools = origins.map(
      (origin) =>
        new Pool(origin, {
          connections: CONNECTIONS,
          headersTimeout: ANSWERED_WITHIN_MS,
          bodyTimeout: ANSWERED_WITHIN_MS,
        }),
    );
  }

  /** The answer; throws `Refused` for any status but 2xx, and another error where there is none. */
  async ask(request: Request): Promise<Answer> {
    const { method, path, headers = {}, json, form } = request;
    const pool = this.#pools[this.#next++ % this.#pools.length] as Pool;
    const contentType = json ? 'application/json' : form ? 'application/x-www-form-urlencoded' : null;
    const sent = json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : null;
    const answer = await pool.request({
      method,
      path,
      headers: { ...headers, ...(contentType && { 'content-type': contentType }) },
      body: sent,
    });
    const text = await answer.body.text();
    if (answer.statusCode < 200 || answer.statusCode > 299) throw new Refused(request, answer.statusCode, text);
    return { headers: answer.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.close()));
  }
}
