import { SallyportError } from '../requests/error.ts';
import { LARGEST_BODY_BYTES, type WebhookAnswer, type WebhookReceiver } from './receiver.ts';

type HeaderValues = Readonly<Record<string, string | string[] | undefined>>;

/** The part of `node:http`'s request that is read; Express's is one. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly headers: HeaderValues;
  readonly body?: unknown;
  readonly readableDidRead?: boolean;
}
interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): { end(text: string): unknown };
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

const TOO_LARGE: WebhookAnswer = { status: 413, text: 'The body is too large' };
const CUT: WebhookAnswer = { status: 400, text: 'The body did not arrive whole' };

/** For the Web's `Request`: Deno, Bun, workers, service frameworks. Give it the request before anything reads the body. */
export function forFetch(receiver: WebhookReceiver): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, text } = await takeFromFetch(receiver, request);
    return new Response(text, { status, headers: TEXT });
  };
}

/** For Hono: `app.post('/hook', forHono(receiver))`. */
export function forHono(receiver: WebhookReceiver): (context: { req: { raw: Request } }) => Promise<Response> {
  const take = forFetch(receiver);
  return ({ req }) => take(req.raw);
}

/** For `node:http`: `createServer(forNode(receiver))`. It never rejects, whatever a stranger sends or leaves out. */
export function forNode(receiver: WebhookReceiver): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    const { status, text } = await takeFromNode(receiver, request);
    response.writeHead(status, TEXT).end(text);
  };
}

/** For Express: `app.post('/hook', forExpress(receiver))`, before a parser of JSON, or behind `express.raw()`. */
export function forExpress(receiver: WebhookReceiver): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return forNode(receiver);
}

/** The part of a Fastify server that is used. */
interface FastifyServer {
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer' },
    parse: (request: unknown, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void,
  ): unknown;
  removeAllContentTypeParsers(): unknown;
  post(
    path: string,
    handle: (request: { headers: HeaderValues; body: unknown }, reply: FastifyReply) => Promise<unknown>,
  ): unknown;
}
interface FastifyReply {
  code(status: number): { type(type: string): { send(text: string): unknown } };
}

/** For Fastify, as a plugin with the path: `app.register(forFastify(receiver, '/hook'))`. The rest of the app parses as before. */
export function forFastify(receiver: WebhookReceiver, path: string): (app: FastifyServer) => Promise<void> {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    app.post(path, async ({ headers, body }, reply) => {
      const bytes = body instanceof Uint8Array ? new Uint8Array(body) : new Uint8Array(0);
      const { status, text } = await receiver.take({ header: (name) => headerOf(headers, name), body: bytes });
      return reply.code(status).type(TEXT['content-type']).send(text);
    });
  };
}

async function takeFromFetch(receiver: WebhookReceiver, request: Request): Promise<WebhookAnswer> {
  const header = (name: string) => request.headers.get(name);
  if (request.bodyUsed) return receiver.fail(readBefore());
  const body = await read(request.body === null ? [] : chunksOf(request.body)).catch((error: unknown) =>
    // What a platform says of a body that somebody has read.
    error instanceof TypeError ? receiver.fail(readBefore()) : CUT,
  );
  if (body === null) return TOO_LARGE;
  return 'status' in body ? body : receiver.take({ header, body });
}

async function takeFromNode(receiver: WebhookReceiver, request: NodeRequest): Promise<WebhookAnswer> {
  const header = (name: string) => headerOf(request.headers, name);
  if (request.body instanceof Uint8Array) return receiver.take({ header, body: new Uint8Array(request.body) });
  // Some parsers leave an empty object behind where they have not read anything.
  if (request.body !== undefined && request.readableDidRead !== false) return receiver.fail(readBefore());
  const body = await read(request).catch(() => CUT);
  if (body === null) return TOO_LARGE;
  return 'status' in body ? body : receiver.take({ header, body });
}

function readBefore(): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'not_configured',
    detail:
      'A webhook is verified as it arrived, and its body was read before: put this before the parser of JSON, or behind one that leaves the bytes, as express.raw() does.',
    requestId: null,
    retryAfterSeconds: null,
  });
}

/** The chunks of a stream, of which not every platform makes an iterator. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** The body; null where it is too large, of which some more is read and let go, so that the sender gets its answer. */
async function read(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > LET_GO_BYTES) return null;
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  if (size > LARGEST_BODY_BYTES) return null;
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/** Who sends more than this is not waiting for an answer. */
const LET_GO_BYTES = 16 * LARGEST_BODY_BYTES;

function headerOf(headers: HeaderValues, name: string): string | null {
  return headers[name]?.toString() ?? null;
}
