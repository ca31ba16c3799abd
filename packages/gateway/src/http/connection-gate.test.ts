import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { eventually } from '../../../testing/src/barrier.ts';
import { ClientAddresses } from './client-address.ts';
import { ConnectionGate, type ConnectionLimits } from './connection-gate.ts';

const LIMITS: ConnectionLimits = { connectionsPerAddress: 0, connectionsInAll: 0, requestsPerConnection: 2 };
const GET = 'GET /fixed HTTP/1.1\r\nHost: gate.test\r\n\r\n';
const LARGE = Buffer.alloc(2 ** 23, 'x');
/** How many of those the system's own buffers of one connection take at most. */
const TAKEN_BY_THE_SYSTEM = 4;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server behind the gate. */
async function serve(t: TestContext, handle: Handler, limits: Partial<ConnectionLimits> = {}, proxies: string[] = []) {
  let refused = 0;
  const gate = new ConnectionGate({ ...LIMITS, ...limits }, new ClientAddresses(proxies), () => {
    refused += 1;
  });
  const server = gate.serverFactory(handle as never, {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.after(() => server.close());
  const open = async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    t.after(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  return { open, refused: () => refused };
}

/** Everything a socket received so far. */
function textOf(socket: Socket): () => string {
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
}

const answersIn = (text: string) => text.match(/HTTP\/1\.1 200/g)?.length ?? 0;

test('of 500 requests sent ahead two are begun at a time, another connection is served meanwhile, and all are answered in order', async (t) => {
  let handled = 0;
  const begun: ServerResponse[] = [];
  const { open } = await serve(t, ({ url }, response) => {
    handled += 1;
    response.setHeader('x-of', url ?? '');
    if (url === '/fixed') response.end('other');
    else begun.push(response);
  });
  const socket = await open();
  const asked = Array.from({ length: 500 }, (_, index) => `/${index}`);
  socket.write(asked.map((path) => GET.replace('/fixed', path)).join(''));
  await eventually(() => handled === 2);
  const other = await open();
  const text = textOf(other);
  other.write(GET);
  await eventually(() => answersIn(text()) === 1);
  assert.equal(handled, 3);
  const received = textOf(socket);
  await eventually(() => {
    for (const response of begun.splice(0).reverse()) response.end('here');
    return answersIn(received()) === 500;
  });
  const paths = [...received().matchAll(/x-of: (\S+)/g)].map(([, path]) => path);
  assert.deepEqual(paths, asked);
});

test('answers that are not taken hold back the requests after them', async (t) => {
  let handled = 0;
  const { open } = await serve(t, ({ url }, response) => {
    if (url !== '/fixed') handled += 1;
    response.end(url === '/fixed' ? 'other' : LARGE);
  });
  const socket = (await open()).pause();
  socket.write(GET.replace('/fixed', '/large').repeat(500));
  await eventually(() => handled >= 2);
  for (let look = 0; look < 20; look += 1) {
    const other = await open();
    const text = textOf(other);
    other.write(GET);
    await eventually(() => answersIn(text()) === 1);
  }
  assert.ok(
    handled <= 2 + TAKEN_BY_THE_SYSTEM,
    `${handled} answers of 8 MiB were made for a client that reads nothing`,
  );
});

test('bodies of requests sent ahead arrive whole', async (t) => {
  const bodies: string[] = [];
  const { open } = await serve(t, (request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      bodies.push(body);
      response.end('taken');
    });
  });
  const socket = await open();
  const received = textOf(socket);
  const sent = Array.from({ length: 12 }, (_, index) => String(index % 10).repeat(50_000 + index));
  for (const body of sent) {
    socket.write(`POST / HTTP/1.1\r\nHost: gate.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  }
  await eventually(() => answersIn(received()) === sent.length);
  assert.deepEqual(bodies.toSorted(), sent.toSorted());
});

test('an upgrade sent after a request that is not answered yet ends the connection', async (t) => {
  let handled = 0;
  const { open } = await serve(t, () => {
    handled += 1;
  });
  const socket = await open();
  socket.write(GET);
  await eventually(() => handled === 1);
  const closed = once(socket, 'close');
  socket.write('GET /v1 HTTP/1.1\r\nHost: gate.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await closed;
});

test('an address has so many connections; one more is closed with that reason; a declared proxy has no limit', async (t) => {
  const answer: Handler = (_, response) => void response.end('here');
  const own = await serve(t, answer, { connectionsPerAddress: 3 });
  const first = [await own.open(), await own.open(), await own.open()];
  const more = await own.open();
  const text = textOf(more);
  await once(more, 'close');
  assert.match(text(), /^HTTP\/1\.1 429 .*\r\nRetry-After: \d+\r\n/);
  assert.equal(own.refused(), 1);
  first[0]?.destroy();
  await eventually(async () => {
    const again = await own.open();
    const received = textOf(again);
    again.write(GET);
    await eventually(() => received() !== '');
    again.destroy();
    return answersIn(received()) === 1;
  });
  const proxied = await serve(t, answer, { connectionsPerAddress: 3 }, ['127.0.0.1']);
  for (let connection = 0; connection < 10; connection += 1) {
    const socket = await proxied.open();
    const received = textOf(socket);
    socket.write(GET);
    await eventually(() => answersIn(received()) === 1);
  }
});
