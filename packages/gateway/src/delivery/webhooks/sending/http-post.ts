import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { currentTrace, traceHeaders } from '../../../kernel/tracing/tracing.ts';
import type { AddressRules } from '../addresses/address-rules.ts';
import { AddressRefused } from '../addresses/checked-connector.ts';
import type { ResolveHost } from '../addresses/host-resolver.ts';
import { OwnerAgents } from '../addresses/owner-agents.ts';
import type { Deadline } from './deadline.ts';

/** So much of an answer is read; the rest is not. */
export const ANSWER_BYTES = 1_024;

/** How long an answer may take to end once its status is there, where only the status is needed. */
const BODY_WITHIN_MS = 1_000;

export interface PostAnswer {
  readonly status: number;
  /** The start of it, as far as it came. */
  readonly body: Buffer;
  readonly retryAfter: string | null;
  /** By the clock of whoever answered; the `Date` header. */
  readonly date: string | null;
}

/** Why there was no answer, in words for the delivery log: no address, no header, nothing that was sent. */
export class PostFailed extends Error {}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whose it is: connections and look-ups of names are an owner's own. */
  readonly owner: string;
  /** True where the body of the answer is what is wanted; otherwise the status decides, whatever the body does. */
  readonly isBodyNeeded?: boolean;
  /** So much of the answer is read; 1,024 bytes unless given. */
  readonly limitBytes?: number;
}

/** Sends POST requests to endpoints of others, to checked addresses alone. No redirect is followed. */
export interface HttpPost {
  /**
   * Rejects with `PostFailed`. `deadline` breaks it off wherever it stands: looking up, connecting or waiting for the status,
   * and reading where the body is needed.
   */
  post(request: PostRequest, deadline: Deadline): Promise<PostAnswer>;
  /** Breaks off everything that runs. */
  close(): Promise<void>;
}

const FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be resolved',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'the endpoint does not take HTTP/1.1',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 5 s',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too long',
  UND_ERR_SOCKET: 'the connection was broken off',
};

function faultOf(err: Error & { code?: string }, timeoutMs: number): string {
  if (err instanceof AddressRefused) return err.message;
  if (err.name === 'AbortError' || err.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const code = err.code ?? '';
  if (err.name === 'HTTPParserError') return 'the answer is not HTTP';
  const known = FAULTS[code];
  if (known !== undefined) return known;
  return /^(CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_SSL)/.test(code) ? 'the certificate is not trusted' : 'no answer';
}

const headerOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : null);

interface ExchangeEnds {
  readonly resolve: (answer: PostAnswer) => void;
  readonly reject: (err: Error) => void;
}

/**
 * One request and what is answered, straight from undici's parser: a stream for each answer costs as much as the rest. Where the
 * body is not needed the status states all that matters, and the body may end, break or take too long.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #wanted: { readonly limitBytes: number; readonly isBodyNeeded: boolean };
  readonly #deadline: Deadline;
  readonly #ends: ExchangeEnds;
  readonly #got: Buffer[] = [];
  #length = 0;
  #answered: Omit<PostAnswer, 'body'> | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #bodyTimer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(wanted: { limitBytes: number; isBodyNeeded: boolean }, deadline: Deadline, ends: ExchangeEnds) {
    this.#wanted = wanted;
    this.#deadline = deadline;
    this.#ends = ends;
    if (deadline.reason !== null) this.#breakOff(deadline.reason);
    else deadline.onEnd = () => this.#breakOff(deadline.reason as Error);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new PostFailed('nobody waits for it any more'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    const { 'retry-after': retryAfter, date } = headers;
    this.#answered = { status, retryAfter: headerOf(retryAfter), date: headerOf(date) };
    // An empty body ends with its headers.
    if (!this.#wanted.isBodyNeeded && headers['content-length'] !== '0') {
      this.#bodyTimer = setTimeout(() => this.#breakOff(new PostFailed('the body took too long')), BODY_WITHIN_MS);
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#got.push(chunk);
    this.#length += chunk.length;
    // The connection has more to state than is read of it, so it serves no further request.
    if (this.#length > this.#wanted.limitBytes) this.#breakOff(new PostFailed('the answer is too long'), true);
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, err: Error): void {
    if (this.#answered !== undefined && !this.#wanted.isBodyNeeded) this.#finish();
    else this.#finish(err);
  }

  #breakOff(err: Error, isEnough = !this.#wanted.isBodyNeeded): void {
    if (this.#answered !== undefined && isEnough) this.#finish();
    else this.#finish(err);
    this.#controller?.abort(err);
  }

  #finish(err?: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#bodyTimer);
    this.#deadline.onEnd = null;
    if (err !== undefined || this.#answered === undefined) this.#ends.reject(err ?? new PostFailed('no answer'));
    else this.#ends.resolve({ ...this.#answered, body: this.#body() });
  }

  #body(): Buffer {
    return this.#got.length === 0 ? NOTHING : Buffer.concat(this.#got).subarray(0, this.#wanted.limitBytes);
  }
}

const NOTHING = Buffer.alloc(0);

const ENDPOINTS_KEPT = 1_000;

interface Target {
  readonly origin: string;
  readonly path: string;
}

function targetOf(url: string): Target {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: `${pathname}${search}` };
}

function withTrace(headers: PostRequest['headers']): Record<string, string> {
  return currentTrace() === null ? headers : { ...headers, ...traceHeaders() };
}

/** Connections of this process, a pool an owner. */
export function createHttpPost(settings: { rules: AddressRules; resolve: ResolveHost; timeoutMs: number }): HttpPost {
  const { timeoutMs } = settings;
  // Each exchange has its deadline, and the library's own timers would be two more.
  const limits = { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: 16_384 };
  const agents = new OwnerAgents(settings, limits);
  /** An endpoint is sent one message after the other, and to read its address costs as much as to sign one. */
  const targets = new Map<string, Target>();

  function targetAt(url: string): Target {
    const known = targets.get(url);
    if (known !== undefined) return known;
    const [first] = targets.size >= ENDPOINTS_KEPT ? targets.keys() : [];
    if (first !== undefined) targets.delete(first);
    const target = targetOf(url);
    targets.set(url, target);
    return target;
  }

  return {
    post({ url, owner, headers, body, limitBytes = ANSWER_BYTES, isBodyNeeded = false }, deadline) {
      return new Promise<PostAnswer>((resolve, fail) => {
        const reject = (err: Error) => fail(new PostFailed(faultOf(err, timeoutMs)));
        try {
          const { origin, path } = targetAt(url);
          const exchange = new Exchange({ limitBytes, isBodyNeeded }, deadline, { resolve, reject });
          const sent = { origin, path, method: 'POST', headers: withTrace(headers), body } as const;
          if (!exchange.isOver) agents.of(owner).dispatch(sent, exchange);
        } catch (err) {
          reject(err as Error);
        }
      });
    },
    close: () => agents.close(),
  };
}
