import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What befalls a request between client and server. */
export const FAULTS = ['lost before', 'lost after', 'delayed', 'twice', '401', '429', '500', 'garbage'] as const;
export type Fault = (typeof FAULTS)[number];

/** Stands between clients and a server that may be away, and does to every so-manieth request what networks do. */
export interface UnreliableProxy {
  readonly url: string;
  /** Where the server is. */
  target: string;
  /** False: everything is passed on. */
  isUnreliable: boolean;
  /** How often each fault was, of the token requests and of the others. */
  readonly faults: { readonly tokens: Record<string, number>; readonly calls: Record<string, number> };
  /** Token requests that were passed on and answered with 200, to the client as well. */
  tokensGiven(): number;
  /** Ends every socket of streams. */
  cutStreams(): void;
  stop(): Promise<void>;
}

/** `random` decides: seeded, so that a run can be repeated. Requests overtake each other by their delays. */
export async function startUnreliableProxy(target: string, random: () => number): Promise<UnreliableProxy> {
  let given = 0;
  const sockets = new Set<Socket>();
  const faults = { tokens: {} as Record<string, number>, calls: {} as Record<string, number> };

  const draw = (path: string): Fault | null => {
    if (!proxy.isUnreliable || random() > 0.35) return null;
    const fault = FAULTS[Math.floor(random() * FAULTS.length)] ?? null;
    const of = path.startsWith('/oauth/') ? faults.tokens : faults.calls;
    if (fault !== null) of[fault] = (of[fault] ?? 0) + 1;
    return fault;
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = req.url ?? '/';
    const fault = draw(path);
    const json = { 'content-type': 'application/json' };
    switch (fault) {
      case 'lost before':
        return void res.destroy();
      case '401':
        return void res.writeHead(401, json).end('{"detail":"no"}');
      case '429':
        return void res.writeHead(429, { ...json, 'retry-after': '0' }).end('{"detail":"slower"}');
      case '500':
        return void res.writeHead(500, json).end('{"detail":"broken"}');
      case 'garbage':
        return void res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the guest network</h1>');
      case 'delayed':
        await new Promise((resolve) => setTimeout(resolve, 50 + random() * 400));
        break;
      case 'twice':
        await pass(proxy.target, req, body);
        break;
      case 'lost after':
      case null:
        break;
    }
    const answer = await pass(proxy.target, req, body);
    if (answer === null || fault === 'lost after') return void res.destroy();
    if (path.startsWith('/oauth/') && answer.status === 200) given += 1;
    res.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });
  server.on('upgrade', (req, socket: Socket) => {
    const { hostname, port } = new URL(proxy.target);
    const upstream = connect(Number(port), hostname);
    for (const one of [socket, upstream]) {
      sockets.add(one.on('error', () => {}));
      one.on('close', () => {
        sockets.delete(one);
        socket.destroy();
        upstream.destroy();
      });
    }
    const headers = Object.entries(req.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    upstream.write(`${req.method} ${req.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
    socket.pipe(upstream).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutStreams = () => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy: UnreliableProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target,
    isUnreliable: true,
    faults,
    tokensGiven: () => given,
    cutStreams,
    async stop() {
      cutStreams();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return proxy;
}

/** The server's answer; null where it is away. */
async function pass(target: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: Record<string, string>; body: Buffer } | null>((resolve) => {
    const { connection: _, 'transfer-encoding': __, ...kept } = headers;
    const request = send(target + url, { method, headers: { ...kept, 'content-length': body.length }, agent: false });
    request.on('error', () => resolve(null));
    request.on('response', async (response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch {
        return resolve(null);
      }
      const { 'transfer-encoding': ___, connection: ____, ...given } = response.headers;
      resolve({
        status: response.statusCode ?? 500,
        headers: given as Record<string, string>,
        body: Buffer.concat(chunks),
      });
    });
    request.end(body);
  });
}
