import { LARGEST_BODY_BYTES, type WebhookReceiver } from './receiver.ts';

type HeaderValues = Readonly<Record<string, string | string[] | undefined>>;

/** The part of `node:http`'s request that is read; Express's is one. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly headers: HeaderValues;
  readonly body?: unknown;
}
interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): { end(text: string): unknown };
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** For the Web's `Request`: Deno, Bun, workers, service frameworks. */
export function forFetch(receiver: WebhookReceiver): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    const { status, text } = await receiver.take({ header: (name) => request.headers.get(name), body });
    return new Response(text, { status, headers: TEXT });
  };
}

/** For Hono: `app.post('/hook', forHono(receiver))`. */
export function forHono(receiver: WebhookReceiver): (context: { req: { raw: Request } }) => Promise<Response> {
  const take = forFetch(receiver);
  return ({ req }) => take(req.raw);
}

/** For `node:http`: `createServer(forNode(receiver))`. */
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

async function takeFromNode(receiver: WebhookReceiver, request: NodeRequest) {
  const header = (name: string) => headerOf(request.headers, name);
  if (request.body instanceof Uint8Array) return receiver.take({ header, body: new Uint8Array(request.body) });
  if (request.body !== undefined) {
    throw new Error(
      'A webhook is verified as it arrived: put this before the parser of JSON, or behind express.raw().',
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // The rest is read and let go, so that the sender gets its answer.
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  if (size > LARGEST_BODY_BYTES) return { status: 413, text: 'The body is too large' } as const;
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return receiver.take({ header, body });
}

function headerOf(headers: HeaderValues, name: string): string | null {
  return headers[name]?.toString() ?? null;
}
