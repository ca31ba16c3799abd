import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import { type WebSocket as Accepted, WebSocketServer } from 'ws';
import { EventSocket } from './event-socket.ts';

/** Only bounds a test that fails. */
const WITHIN_MS = 60_000;

/** A server whose sockets are in the test's hand, and what the page noticed of them. */
async function opened(t: TestContext) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const noticed: string[] = [];
  const socket = new EventSocket((after) => `ws://127.0.0.1:${port}/?after=${after ?? 'none'}`, {
    onState: ({ kind }) => noticed.push(kind),
    onEvent: ({ cursor }) => noticed.push(`event ${cursor}`),
    onTransfers: () => noticed.push('transfers'),
    onFreshStart: () => noticed.push('read anew'),
    onSessionOver: () => noticed.push('session over'),
  });
  t.after(() => {
    socket.close();
    for (const client of server.clients) client.terminate();
    server.close();
  });
  /** The next connection: where it wants to go on from, and its socket. */
  async function next(): Promise<{ after: string; accepted: Accepted }> {
    const [accepted, request] = (await once(server, 'connection')) as [Accepted, { url: string }];
    return { after: request.url.replace('/?after=', ''), accepted };
  }
  const first = next();
  socket.open();
  return { noticed, next, first: await first };
}

const position = (cursor: string) => JSON.stringify({ type: 'position', cursor });

/** Waits until the frame was read: the answer to a ping comes after it. */
async function send(accepted: Accepted, frame: string): Promise<void> {
  accepted.send(frame);
  accepted.ping();
  await once(accepted, 'pong');
}

for (const code of [4410, 4412]) {
  it(`closed with ${code} it goes on without its cursor, and everything is read anew`, async (t) => {
    const { noticed, next, first } = await opened(t);
    assert.equal(first.after, 'none');
    await send(first.accepted, position('county:41'));
    const again = next();
    first.accepted.close(code);
    const { after, accepted } = await again;
    assert.equal(after, 'none');
    await send(accepted, position('epoch.county:7'));
    assert.deepEqual(noticed, ['live', 'read anew', 'lost', 'live', 'read anew']);
  });
}

it('that is lost goes on after its last cursor, and reads nothing anew', async (t) => {
  const { noticed, next, first } = await opened(t);
  await send(first.accepted, position('county:41'));
  const event = { type: 'event', event: 'note.added', incident_id: 'a', at: '', cursor: 'county:42' };
  await send(first.accepted, JSON.stringify(event));
  const again = next();
  first.accepted.terminate();
  const { after, accepted } = await again;
  assert.equal(decodeURIComponent(after), 'county:42');
  await send(accepted, position('county:42'));
  assert.deepEqual(noticed, ['live', 'read anew', 'event county:42', 'lost', 'live']);
});

it('refused at its cursor again and again it goes on without one', async (t) => {
  const { next, first } = await opened(t);
  await send(first.accepted, position('county:41'));
  const asked: string[] = [];
  let { accepted } = first;
  for (let times = 0; times < 3; times += 1) {
    const again = next();
    accepted.close(1011);
    const reopened = await again;
    asked.push(reopened.after);
    accepted = reopened.accepted;
  }
  assert.deepEqual(asked, ['county:41', 'county:41', 'none']);
});

it('whose session is over says so, once', async (t) => {
  const { noticed, first } = await opened(t);
  await send(first.accepted, position('county:41'));
  first.accepted.close(4401);
  await once(first.accepted, 'close');
  await t.waitFor(() => assert.ok(noticed.includes('session over')), { interval: 5, timeout: WITHIN_MS });
  assert.deepEqual(noticed, ['live', 'read anew', 'lost', 'session over']);
});
