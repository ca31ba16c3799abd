import { Agent, type Dispatcher, request } from 'undici';
import { traceHeaders } from '../../../kernel/tracing/current-trace.ts';
import type { AddressRules } from '../addresses/address-rules.ts';
import { AddressRefused, checkedConnector } from '../addresses/checked-connector.ts';
import type { ResolveHost } from '../addresses/host-resolver.ts';

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
  post(request: PostRequest, deadline: AbortSignal): Promise<PostAnswer>;
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
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 5 s',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too long',
  UND_ERR_SOCKET: 'the connection was broken off',
};

function faultOf(err: Error & { code?: string }, timeoutMs: number): string {
  if (err instanceof AddressRefused) return err.message;
  if (err.name === 'AbortError' || err.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const code = err.code ?? '';
  if (err.name === 'HTTPParserError') return 'the answer is not HTTP';
  if (/^(CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_SSL)/.test(code)) return 'the certificate is not trusted';
  return FAULTS[code] ?? 'no answer';
}

/** What of the body comes, at most so much; rejects with what broke it. `got` is filled meanwhile. */
async function readStart(stream: AsyncIterable<Buffer>, limitBytes: number, got: Buffer[]): Promise<void> {
  let length = 0;
  for await (const chunk of stream) {
    got.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the stream, and with it a connection that has more to state.
    if (length > limitBytes) return;
  }
}

/** Resolves when the body has ended, is broken or takes too long: the status stated all that matters. */
async function readWhatComes(
  stream: Dispatcher.ResponseData['body'],
  limitBytes: number,
  got: Buffer[],
): Promise<void> {
  const timer = setTimeout(() => stream.destroy(), BODY_WITHIN_MS);
  await readStart(stream, limitBytes, got).catch(() => {});
  clearTimeout(timer);
}

const headerOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : null);

/** Connections of this process, a pool an owner. */
export function createHttpPost(settings: { rules: AddressRules; resolve: ResolveHost; timeoutMs: number }): HttpPost {
  const { rules, resolve, timeoutMs } = settings;
  const agents = new Map<string, Agent>();
  const closed = new AbortController();

  function agentOf(owner: string): Agent {
    let agent = agents.get(owner);
    if (agent === undefined) {
      agent = new Agent({
        connect: checkedConnector(rules, resolve, owner, closed.signal),
        pipelining: 1,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        maxHeaderSize: 16_384,
      });
      agents.set(owner, agent);
    }
    return agent;
  }

  return {
    async post({ url, owner, headers, body, limitBytes = ANSWER_BYTES, isBodyNeeded = false }, deadline) {
      try {
        const sent = {
          method: 'POST',
          headers: { ...headers, ...traceHeaders() },
          body,
          dispatcher: agentOf(owner),
          signal: deadline,
        } as const;
        const answer = await request(url, sent);
        const got: Buffer[] = [];
        await (isBodyNeeded ? readStart : readWhatComes)(answer.body, limitBytes, got);
        return {
          status: answer.statusCode,
          body: Buffer.concat(got).subarray(0, limitBytes),
          retryAfter: headerOf(answer.headers['retry-after']),
          date: headerOf(answer.headers['date']),
        };
      } catch (err) {
        throw new PostFailed(faultOf(err as Error, timeoutMs));
      }
    },
    async close() {
      closed.abort(new DOMException('The server is stopping', 'AbortError'));
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
