import { Agent, request } from 'undici';
import type { AddressRules } from './address-rules.ts';
import { AddressRefused, checkedConnector, type ResolveHost } from './checked-connector.ts';

/** So much of an answer is read; the rest is not. */
export const ANSWER_BYTES = 1_024;

export interface PostAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly retryAfter: string | null;
}

/** Why there was no answer, in words for the delivery log: no address, no header, nothing that was sent. */
export class PostFailed extends Error {}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** So much of the answer is read; 1,024 bytes unless told. */
  readonly limitBytes?: number;
}

/** Sends POST requests to endpoints of others, to checked addresses alone. No redirect is followed. */
export interface HttpPost {
  /** Rejects with `PostFailed`. `deadline` breaks it off wherever it stands: connecting, waiting or reading. */
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
  if (err.name === 'AbortError' || err.name === 'TimeoutError') return `no whole answer within ${timeoutMs / 1000} s`;
  const code = err.code ?? '';
  if (err.name === 'HTTPParserError') return 'the answer is not HTTP';
  if (/^(CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS|ERR_SSL)/.test(code)) return 'the certificate is not trusted';
  return FAULTS[code] ?? 'no answer';
}

async function readStart(stream: AsyncIterable<Buffer>, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the stream, and with it a connection that has more to say.
    if (length > limitBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, limitBytes);
}

/** One pool of connections for everything this process sends. */
export function createHttpPost(settings: { rules: AddressRules; resolve: ResolveHost; timeoutMs: number }): HttpPost {
  const { timeoutMs } = settings;
  const dispatcher = new Agent({
    connect: checkedConnector(settings.rules, settings.resolve),
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: 16_384,
  });
  return {
    async post({ url, headers, body, limitBytes = ANSWER_BYTES }, deadline) {
      try {
        const answer = await request(url, { method: 'POST', headers, body, dispatcher, signal: deadline });
        const retryAfter = answer.headers['retry-after'];
        return {
          status: answer.statusCode,
          body: await readStart(answer.body, limitBytes),
          retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
        };
      } catch (err) {
        throw new PostFailed(faultOf(err as Error, timeoutMs));
      }
    },
    close: () => dispatcher.destroy(),
  };
}
