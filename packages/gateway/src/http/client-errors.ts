import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from '../dialects/routing/answer.ts';
import type { ErrorEncoding } from '../dialects/routing/error-encoding.ts';
import { refuse } from '../kernel/errors.ts';
import { withSingleSlashes } from './request-target.ts';

/** What Node's parser refuses before there is a request. */
interface ClientError extends Error {
  readonly code?: string;
  /** The bytes in which the fault was found; they begin with the request unless it came in several pieces. */
  readonly rawPacket?: unknown;
}

interface Context {
  /** How errors of a path are encoded. */
  readonly errorsOf: (path: string) => ErrorEncoding;
  readonly requestId: string;
  readonly publicUrl: string;
  /** What every answer has. */
  readonly headers: Readonly<Record<string, string>>;
}

const FAULTS: Readonly<Record<string, { status: number; description: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, description: 'The headers of a request must have at most 16384 bytes in all' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, description: 'The request did not arrive whole in time; send it again' },
};
const MALFORMED = { status: 400, description: 'The request must be HTTP/1.1 as RFC 9112 has it' };

/** The path that was asked for, as far as it can be read; a fault in the request line itself has none. */
function pathOf(packet: unknown): string {
  const [line = ''] = (Buffer.isBuffer(packet) ? packet.toString('latin1', 0, 2_048) : '').split('\r\n', 1);
  const [, target = '/'] = /^[A-Z]+ (\/\S*)/.exec(line) ?? [];
  return withSingleSlashes(target);
}

function isProblem(body: unknown): body is { status: number } {
  return typeof body === 'object' && body !== null && 'status' in body && 'detail' in body;
}

/** The answer in the dialect of the path, written by hand: there is no request that Fastify could answer. */
function answerTo(error: ClientError, context: Context): string {
  const { status, description } = FAULTS[error.code ?? ''] ?? MALFORMED;
  const path = pathOf(error.rawPacket);
  const refused = refuse.invalidRequest({ description });
  const answer: Answer = context.errorsOf(path).encodeError[refused.code](refused, { ...context, path });
  const stated = isProblem(answer.body) ? { ...answer.body, status } : answer.body;
  const body = typeof stated === 'string' ? stated : JSON.stringify(stated ?? {});
  const headers = {
    ...context.headers,
    'content-type': 'application/json; charset=utf-8',
    ...answer.headers,
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': context.requestId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

/** Answers what the parser refused, and ends the connection, on which nothing more can be understood. */
export function answerClientError(error: ClientError, socket: Socket, context: Context): void {
  // Node's own name for the answer that is being written on the connection, which another one would be mixed into.
  const { _httpMessage: current } = socket as Socket & { _httpMessage?: { readonly headersSent?: boolean } | null };
  if (error.code === 'ECONNRESET' || !socket.writable || current?.headersSent === true) {
    socket.destroy(error);
    return;
  }
  socket.end(answerTo(error, context));
}
