import { type Auth, authHeaders } from './auth.ts';
import { readRefusal, unreachable } from './refusal.ts';

/** Where the server is and how requests reach it. */
export interface TransportOptions {
  /** Origin, with or without a path prefix; an empty string means the page's own origin. */
  readonly baseUrl: string;
  readonly auth: Auth;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Sees the headers of every answer, refusals included, and when it was asked for: milliseconds of this machine's clock. */
  readonly onAnswer?: (headers: Headers, sentAt: number) => void;
}

/** One call, in the words of HTTP. `query` entries that are null or undefined are left out. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly json?: unknown;
  /** Bytes as they are, under the type they state they have. */
  readonly file?: Blob;
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Sends calls to one server with one auth strategy. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** The JSON of the answer, undefined for 204. Refuses with SallyportError; an aborted signal's reason is rethrown. */
  async send<T>(call: Call): Promise<T> {
    const sentAt = Date.now();
    const response = await this.#fetch(call);
    this.#options.onAnswer?.(response.headers, sentAt);
    if (!response.ok) throw await readRefusal(response);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async #fetch(call: Call): Promise<Response> {
    const { auth, baseUrl } = this.#options;
    const send = this.#options.fetch ?? fetch;
    const headers = { accept: 'application/json', ...(await authHeaders(auth)), ...call.headers, ...contentType(call) };
    try {
      return await send(baseUrl.replace(/\/$/, '') + call.path + queryText(call.query), {
        method: call.method,
        headers,
        body: call.file ?? bodyText(call),
        credentials: auth.kind === 'cookie' ? 'include' : 'omit',
        cache: 'no-store',
        signal: call.signal ?? null,
      });
    } catch (cause) {
      if (call.signal?.aborted === true) throw call.signal.reason;
      throw unreachable(cause);
    }
  }
}

function contentType(call: Call): Record<string, string> {
  if (call.json !== undefined) return { 'content-type': 'application/json' };
  if (call.form !== undefined) return { 'content-type': 'application/x-www-form-urlencoded' };
  if (call.file !== undefined) return { 'content-type': call.file.type };
  return {};
}

function bodyText(call: Call): string | null {
  if (call.json !== undefined) return JSON.stringify(call.json);
  if (call.form !== undefined) return encode(call.form);
  return null;
}

function queryText(query: Call['query']): string {
  const encoded = encode(query ?? {});
  return encoded === '' ? '' : `?${encoded}`;
}

function encode(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) params.set(name, String(value));
  }
  return params.toString();
}
