import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import WebSocket, { WebSocketServer } from 'ws';
import { testClock } from '../../../testing/src/world.ts';
import { boundSocket, commandLimits, streamSocketOf, UNTAKEN_BYTES } from './bound-socket.ts';

test('a peer that takes nothing is cut off at its bound', async (t) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false, perMessageDeflate: false });
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  const peer = new WebSocket(`ws://127.0.0.1:${port}`).on('error', () => {});
  t.after(() => peer.terminate());
  await once(peer, 'open');
  const [socket] = await connected;
  boundSocket(socket, { commands: commandLimits(testClock()), id: 'one' });
  const stream = streamSocketOf(socket);
  peer.pause();
  let most = 0;
  for (let count = 0; count < 100_000 && socket.readyState === WebSocket.OPEN; count += 1) {
    stream.send(Buffer.alloc(4_096, 'x'));
    most = Math.max(most, socket.bufferedAmount);
    if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.notEqual(socket.readyState, WebSocket.OPEN);
  assert.ok(most <= UNTAKEN_BYTES + 8_192, `${most} bytes waited`);
});
