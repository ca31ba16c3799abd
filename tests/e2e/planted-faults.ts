import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** An answer on its way, or one text message of a WebSocket. */
export interface Passing {
  status: number;
  contentType: string | undefined;
  body: string;
  /** A header that is taken away. */
  withoutHeader?: string;
}
export type Fault = (passing: Passing) => void;

/**
 * Stands between a client and a server and changes one thing of some answers, each named by its number in a run, or by its status where
 * how many come before it is not known. What the server sends to `/deliveries` goes on to the receiver, as `delivery 1` of its path.
 */
export interface PlantedServer {
  readonly url: string;
  /** Forgets the run before: the next request is number 1, and these faults are of this run. */
  begin(faults?: ReadonlyMap<string, Fault>): void;
  /** The text messages of WebSockets so far, each with its name: `message 1 of 7` is the first on the socket of request 7. */
  readonly messages: readonly { readonly name: string; readonly text: string }[];
  stop(): Promise<void>;
}

/** The header in which an answer has its number. */
export const NUMBER = 'x-number-of-answer';
const CHANGED_ON_THE_WAY = ['content-length', 'transfer-encoding', 'connection', 'content-encoding'];

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

function headersOf(message: IncomingMessage): Record<string, string | string[]> {
  const kept = Object.entries(message.headers).filter(([name]) => !CHANGED_ON_THE_WAY.includes(name));
  return Object.fromEntries(kept) as Record<string, string | string[]>;
}

function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const isShort = payload.length < 126;
  const head = Buffer.alloc(isShort ? 2 : 4);
  head[0] = 0x81;
  head[1] = isShort ? payload.length : 126;
  if (!isShort) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The whole frames of a server in these bytes, and what is left. */
function framesIn(bytes: Buffer): { frames: { isText: boolean; whole: Buffer; text: string }[]; rest: Buffer } {
  const frames = [];
  let rest = bytes;
  while (rest.length >= 4) {
    const marked = (rest[1] ?? 0) & 0x7f;
    const head = marked === 126 ? 4 : 2;
    const length = head + (marked === 126 ? rest.readUInt16BE(2) : marked);
    if (rest.length < length) break;
    const whole = rest.subarray(0, length);
    frames.push({ isText: whole[0] === 0x81, whole, text: whole.subarray(head).toString('utf8') });
    rest = rest.subarray(length);
  }
  return { frames, rest };
}

const DELIVERIES = '/deliveries';

export async function startPlantedServer(serverUrl: string, receiverPort = 0): Promise<PlantedServer> {
  const target = new URL(serverUrl);
  let faults: ReadonlyMap<string, Fault> = new Map();
  let count = 0;
  let runs = 0;
  const messages: { name: string; text: string }[] = [];
  const delivered = new Map<string, number>();
  const sockets = new Set<Socket>();

  /** Sends the request on, and resolves with what is to be changed of its answer. */
  function forward(request: IncomingMessage, body: Buffer | null) {
    const options = { host: target.hostname, port: target.port, method: request.method, path: request.url };
    const onward = sendRequest({
      ...options,
      agent: false,
      headers: { ...request.headers, 'accept-encoding': 'identity' },
    });
    onward.end(body);
    return onward;
  }
  function changed(passing: Passing, name: string): Passing {
    const fault = faults.get(name) ?? faults.get(`status ${passing.status}`);
    fault?.(passing);
    return passing;
  }
  /** Sends a delivery on to the receiver, whose answer is the answer. */
  async function deliver(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(DELIVERIES.length);
    const number = (delivered.get(path) ?? 0) + 1;
    delivered.set(path, number);
    const name = `delivery ${number}`;
    const body = (await bodyOf(request)).toString('utf8');
    const passing = changed({ status: 0, contentType: request.headers['content-type'], body }, name);
    const onward = sendRequest({
      ...{ host: '127.0.0.1', port: receiverPort, method: request.method, path, agent: false },
      headers: { 'content-type': passing.contentType ?? '', [NUMBER]: name },
    });
    onward.on('error', () => response.writeHead(410).end());
    onward.on('response', (answer) => {
      answer.resume();
      response.writeHead(answer.statusCode ?? 500).end();
    });
    onward.end(passing.body);
  }

  const server = createServer(async (request, response) => {
    if (request.url?.startsWith(`${DELIVERIES}/`)) return deliver(request, response);
    count += 1;
    const number = String(count);
    const onward = forward(request, await bodyOf(request));
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const body = (await bodyOf(answer)).toString('utf8');
    const contentType = answer.headers['content-type'];
    const passing = changed({ status: answer.statusCode ?? 0, contentType, body }, number);
    const { 'content-type': _, ...headers } = headersOf(answer);
    if (passing.withoutHeader !== undefined) delete headers[passing.withoutHeader];
    const type = passing.contentType === undefined ? {} : { 'content-type': passing.contentType };
    response.writeHead(passing.status, { ...headers, ...type, [NUMBER]: number });
    response.end(passing.status === 204 ? undefined : passing.body);
  });
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('close', () => sockets.delete(socket));
  });

  server.on('upgrade', (request: IncomingMessage, client: Socket) => {
    count += 1;
    const number = String(count);
    const ofRun = runs;
    const answered = (passing: Passing, headers: Readonly<Record<string, string | string[]>>) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
      client.write([`HTTP/1.1 ${passing.status} Planted`, ...lines, `${NUMBER}: ${number}`, '', ''].join('\r\n'));
    };
    const onward = forward(request, null);
    onward.on('error', () => client.destroy());
    onward.on('response', async (answer) => {
      const body = (await bodyOf(answer)).toString('utf8');
      const contentType = answer.headers['content-type'];
      const passing = changed({ status: answer.statusCode ?? 0, contentType, body }, number);
      const length = Buffer.byteLength(passing.body);
      const type = passing.contentType ?? '';
      answered(passing, { 'content-type': type, 'content-length': String(length), connection: 'close' });
      client.end(passing.body);
    });
    onward.on('upgrade', (answer: IncomingMessage, upstream: Socket, early: Buffer) => {
      sockets.add(upstream.on('error', () => {}));
      const passing = changed({ status: 101, contentType: undefined, body: '' }, number);
      if (passing.status !== 101) {
        answered(passing, { 'content-length': '0', connection: 'close' });
        upstream.destroy();
        client.end();
        return;
      }
      answered(passing, { ...headersOf(answer), connection: 'Upgrade' });
      client.pipe(upstream);
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
      let rest: Buffer = Buffer.alloc(0);
      let passed = 0;
      const take = (bytes: Buffer) => {
        const found = framesIn(Buffer.concat([rest, bytes]));
        rest = found.rest;
        for (const { isText, whole, text } of found.frames) {
          if (!isText) {
            client.write(whole);
            continue;
          }
          // A socket of the run before is about to close.
          if (ofRun !== runs) continue;
          passed += 1;
          const name = `message ${passed} of ${number}`;
          messages.push({ name, text });
          const frame = { status: 101, contentType: undefined, body: text };
          client.write(textFrame(changed(frame, name).body));
        }
      };
      take(early);
      upstream.on('data', take);
    });
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin(planted = new Map()) {
      faults = planted;
      count = 0;
      runs += 1;
      messages.length = 0;
    },
    messages,
    async stop() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
