import { type Auth, authHeaders } from './auth.ts';
import { readText } from './read-text.ts';
import { readRefusal, redirected, tooLarge, unfitAddress, unreachable, unreadable } from './refusal.ts';
import { scrub } from './scrub.ts';

/** Sends attempts of one call until one succeeds or no further one is of use. `retrying` makes one. */
export type Resend = <T>(call: Call, attempt: (signal: AbortSignal | undefined) => Promise<T>) => Promise<T>;

/** Where the server is and how requests reach it. */
export interface TransportOptions {
  /** Origin, with or without a path prefix; an empty string means the page's own origin. */
  readonly baseUrl: string;
  readonly auth: Auth;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** Sends again what may be sent again; without one every call is sent once. */
  readonly resend?: Resend | undefined;
  /** Sees the headers of every answer, refusals included, and when it was asked for: milliseconds of this machine's clock. */
  readonly onAnswer?: (headers: Headers, sentAt: number) => void;
}

/** One call, in the words of HTTP. `query` entries that are null or undefined are left out. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the base URL on; a whole URL is taken as it is. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | null | undefined>> | undefined;
  readonly json?: unknown;
  /** Bytes as they are, under the type they state they have. */
  readonly file?: Blob;
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Over all attempts together. */
  readonly deadlineMs?: number | undefined;
  /** That sending it twice does what sending it once does. Left out: true of GET and of a call with an idempotency key. */
  readonly isRepeatable?: boolean;
  /** The members without which an answer of success is none, a list as `name[]`; `list` where the answer itself is one. */
  readonly promises?: readonly string[] | 'list' | undefined;
  /** Called before each time it is sent. */
  readonly onAttempt?: () => void;
}

/** Sends calls to one server with one auth strategy. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /**
   * The JSON of the answer, undefined for 204. Refuses with SallyportError; an aborted signal's reason is rethrown. An answer
   * 401 renews a token that can be renewed, once, and the call is sent again: what was refused so was not done (RFC 9110
   * section 15.5.2). No redirect is followed: a POST would become a GET that stores nothing, or take its credentials elsewhere.
   */
  send<T>(call: Call): Promise<T> {
    const attempt = (signal: AbortSignal | undefined) => this.#attempt<T>({ ...call, signal });
    return this.#options.resend === undefined ? attempt(call.signal) : this.#options.resend(call, attempt);
  }

  async #attempt<T>(call: Call): Promise<T> {
    const { auth, baseUrl } = this.#options;
    const path = /^https?:/.test(call.path) ? call.path : baseUrl.replace(/\/$/, '') + call.path;
    const url = path + queryText(call.query);
    let headers = await authHeaders(auth, { method: call.method, url }, call.signal);
    let response = await this.#fetch(call, url, headers);
    if (response.status === 401 && auth.kind === 'tokens') {
      await response.body?.cancel();
      auth.source.refused(headers);
      headers = await authHeaders(auth, { method: call.method, url }, call.signal);
      response = await this.#fetch(call, url, headers);
      if (response.status === 401) auth.source.refused(headers);
    }
    if (isRedirect(response)) throw scrub(redirected(response, url), secretsOf(headers));
    if (!response.ok) throw scrub(await readRefusal(response), secretsOf({ ...headers, ...call.headers }));
    return (response.status === 204 ? undefined : await readJson(response, call)) as T;
  }

  async #fetch(call: Call, url: string, authorization: Readonly<Record<string, string>>): Promise<Response> {
    const { auth, onAnswer } = this.#options;
    const send = this.#options.fetch ?? fetch;
    const sentAt = Date.now();
    call.onAttempt?.();
    try {
      const response = await send(url, {
        method: call.method,
        headers: { accept: 'application/json', ...authorization, ...call.headers, ...contentType(call) },
        body: call.file ?? bodyText(call),
        credentials: auth.kind === 'cookie' ? 'include' : 'omit',
        cache: 'no-store',
        redirect: 'manual',
        signal: call.signal ?? null,
      });
      onAnswer?.(response.headers, sentAt);
      if (auth.kind === 'tokens') auth.source.answered(response.headers, sentAt);
      return response;
    } catch (cause) {
      if (call.signal?.aborted === true) throw call.signal.reason;
      if (!isAddress(url)) throw unfitAddress();
      throw scrub(unreachable(cause), secretsOf({ ...authorization, ...call.headers }));
    }
  }
}

/** Reads the JSON, whatever type the answer states it has: Active911 answers JSON as text/html. */
async function readJson(response: Response, { signal, promises }: Call): Promise<unknown> {
  const text = await readText(response).catch((cause: unknown) => {
    if (signal?.aborted === true) throw signal.reason;
    throw scrub(unreachable(cause), []);
  });
  if (text === null) throw tooLarge(response);
  const answer = parsed(text, response);
  if (promises !== undefined && !keeps(answer, promises))
    throw unreadable(response, 'lacks what this call is answered with');
  return answer;
}

function parsed(text: string, response: Response): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(response);
  }
}

function keeps(answer: unknown, promises: readonly string[] | 'list'): boolean {
  if (promises === 'list') return Array.isArray(answer);
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return false;
  const members = answer as Record<string, unknown>;
  return promises.every((name) =>
    name.endsWith('[]') ? Array.isArray(members[name.slice(0, -2)]) : members[name] != null,
  );
}

/** Browsers make an answer without a status of every redirect that is not to be followed. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** Whether a request can be sent there at all; a path alone is on the page's own server. */
function isAddress(url: string): boolean {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  try {
    const { protocol, username, password } = new URL(url, page);
    return /^https?:$/.test(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
}

/** What the headers of a request must not show up in: the token without its scheme, and proofs. */
function secretsOf({ authorization = '', dpop = '' }: Readonly<Record<string, string>>): string[] {
  return [...authorization.split(' ').slice(-1), dpop];
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
