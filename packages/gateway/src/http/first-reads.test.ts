import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { eventually } from '../../../testing/src/barrier.ts';
import { FirstReads } from './first-reads.ts';

const CONNECTIONS = 200;
const SENT_AHEAD = 50;
/** What a turn may read, and what came with it on the connection that was read last. */
const READ_AT_ONCE = 400;
const requestFor = (path: string) => `GET ${path} HTTP/1.1\r\nHost: reads.test\r\n\r\n`;

/** A real server whose new connections are read by turns, and how many requests it read between two of them at most. */
async function serve(t: TestContext) {
  const reads = new FirstReads();
  const paths: string[] = [];
  let [sinceTurn, most] = [0, 0];
  let turn = setImmediate(function next() {
    most = Math.max(most, sinceTurn);
    sinceTurn = 0;
    turn = setImmediate(next);
  });
  const server = createServer((request, response) => {
    reads.requested(request.socket);
    sinceTurn += 1;
    paths.push(request.url ?? '');
    response.end('here');
  });
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    reads.opened(socket);
    opened += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    clearImmediate(turn);
    server.close();
  });
  const open = () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    t.after(() => socket.destroy());
    return socket.resume();
  };
  return { open, opened: () => opened, paths, most: () => most };
}

test('of 200 new connections with 50 requests each a few are read at a time, a known one goes before, and all are read', async (t) => {
  const { open, opened, paths, most } = await serve(t);
  const known = open();
  known.write(requestFor('/known'));
  await eventually(() => paths.length === 1);
  const strangers = Array.from({ length: CONNECTIONS }, open);
  await eventually(() => opened() === CONNECTIONS + 1);
  // All of it has arrived by the time the server reads again.
  for (const socket of strangers) socket.write(requestFor('/stranger').repeat(SENT_AHEAD));
  known.write(requestFor('/known-again'));
  await eventually(() => paths.length === 2 + CONNECTIONS * SENT_AHEAD);
  assert.ok(most() <= READ_AT_ONCE, `${most()} requests were read in one turn`);
  const before = paths.indexOf('/known-again');
  assert.ok(before <= READ_AT_ONCE, `a known connection was read after ${before} requests`);
});

test('a connection that is opened while others wait is read in its turn, and one that is closed meanwhile is forgotten', async (t) => {
  const { open, opened, paths } = await serve(t);
  const strangers = Array.from({ length: CONNECTIONS }, open);
  await eventually(() => opened() === CONNECTIONS);
  for (const socket of strangers) socket.write(requestFor('/stranger').repeat(SENT_AHEAD));
  await eventually(() => paths.length > 0);
  for (const socket of strangers.slice(CONNECTIONS / 2)) socket.destroy();
  open().write(requestFor('/late'));
  await eventually(() => paths.includes('/late'));
  const quiet = open();
  quiet.write(requestFor('/quiet'));
  await eventually(() => paths.includes('/quiet'));
});
