import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { AddressRules } from '../addresses/address-rules.ts';
import { Deadline } from './deadline.ts';
import { createHttpPost, type HttpPost, PostFailed } from './http-post.ts';

const HEAD = 'HTTP/1.1 200 OK\r\n';
/** What is written to a connection after its request, by the path that was asked for. */
const ANSWERS: Record<string, (socket: Socket) => void> = {
  '/never-ends': (socket) => void socket.write(`${HEAD}content-length: 1000\r\n\r\nstart`),
  '/broken-chunk': (socket) => void socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`),
  '/reset': (socket) => socket.write(`${HEAD}content-length: 1000\r\n\r\nstart`, () => socket.resetAndDestroy()),
  '/cut': (socket) => socket.write(`${HEAD}content-length: 1000\r\n\r\nstart`, () => socket.destroy()),
  '/whole': (socket) => void socket.write(`${HEAD}content-length: 2\r\n\r\nok`),
  '/refused': (socket) => void socket.write('HTTP/1.1 500 No\r\ncontent-length: 1000\r\n\r\nwhy'),
  '/no-status': () => {},
};

let server: Server;
let base = '';
let http: HttpPost;
const sockets = new Set<Socket>();
before(async () => {
  server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('data', (bytes) => ANSWERS[String(bytes).split(' ')[1] ?? '']?.(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rules = new AddressRules(['127.0.0.0/8']);
  http = createHttpPost({ rules, resolve: async () => [], timeoutMs: 10_000 });
});
after(async () => {
  await http.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function post(path: string, more: { isBodyNeeded?: boolean } = {}, signal?: AbortSignal) {
  const deadline = new Deadline(10_000, signal);
  const request = { url: base + path, owner: 'an agency', headers: {}, body: Buffer.from('{}'), ...more };
  return http.post(request, deadline).finally(() => deadline.letGo());
}

for (const [path, expected] of [
  ['/never-ends', 'start'],
  ['/broken-chunk', ''],
  ['/reset', /^(start)?$/],
  ['/cut', 'start'],
  ['/whole', 'ok'],
] as const) {
  test(`the status decides, whatever the body does: ${path}`, async () => {
    const { status, body } = await post(path);
    assert.equal(status, 200);
    if (typeof expected === 'string') assert.equal(String(body), expected);
    else assert.match(String(body), expected);
  });
}

test('also a refusal is one by its status', async () => {
  const { status, body } = await post('/refused');
  assert.deepEqual([status, String(body)], [500, 'why']);
});

test('where the body is what is wanted, one that does not come whole is a failure', async () => {
  assert.equal(String((await post('/whole', { isBodyNeeded: true })).body), 'ok');
  for (const path of ['/cut', '/broken-chunk']) await assert.rejects(post(path, { isBodyNeeded: true }), PostFailed);
});

test('the deadline ends the waiting for a status', async () => {
  const deadline = new AbortController();
  const waiting = post('/no-status', {}, deadline.signal);
  deadline.abort();
  await assert.rejects(waiting, /no answer within/);
});

test('the deadline ends the waiting for a body that is needed and does not end', async () => {
  const deadline = new AbortController();
  const waiting = post('/never-ends', { isBodyNeeded: true }, deadline.signal);
  await post('/whole');
  deadline.abort();
  await assert.rejects(waiting, /no answer within/);
});
