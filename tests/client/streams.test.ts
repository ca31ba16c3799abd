import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import WebSocket, { WebSocketServer } from 'ws';
import { SallyportError, sallyport } from '../../packages/client/src/index.ts';
import { PreparedClient } from '../../packages/client/src/prepared.ts';
import { RapidsosClient } from '../../packages/client/src/rapidsos.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startFaultyPath } from '../../packages/testing/src/faulty-path.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { AGENT, alertOf, clientsOf, credentialsOf, eventsOf, opened, take } from './servers.ts';

let gateway: GatewayProcess;
before(async () => {
  gateway = await startGatewayProcess();
});
after(() => gateway.stop());

for (const [platform, webSocket] of [
  ['the platform', undefined],
  ['the library ws', WebSocket],
] as const) {
  test(`a center's stream goes on where it was cut, by ${platform}`, async (t) => {
    const path = await startFaultyPath(gateway.url);
    t.after(() => path.stop());
    const { station } = clientsOf(gateway.url);
    const center = new RapidsosClient({ server: sallyport(path.url), ...credentialsOf('sandbox-cad') });
    const stream = await opened(t, (options) =>
      center.stream({ ...options, webSocket, firstWaitMs: 20, ownSenderId: 'RapidSOS-sandbox-cad' }),
    );
    const first = await station.trigger(alertOf(`cut-1 by ${platform}`));
    await stream.until(() => stream.items.length === 1);
    path.cut();
    const second = await station.trigger(alertOf(`cut-2 by ${platform}`));
    await stream.until(() => stream.items.length >= 2);
    // An echo of one's own is left out.
    await center.accept(first.alert_id);
    await station.chat(first.alert_id, 'The rear door');
    await stream.until(() => stream.items.length >= 3);
    assert.deepEqual(
      eventsOf(stream.items).map(({ event, body }) => [event, (body as { alert_id: string }).alert_id]),
      [
        ['alert.new', first.alert_id],
        ['alert.new', second.alert_id],
        ['alert.chat', first.alert_id],
      ],
    );
    stream.leaving.abort();
    await stream.done;
  });
}

test('a line that is half open is noticed and opened anew, without a gap', async (t) => {
  const path = await startFaultyPath(gateway.url);
  t.after(() => path.stop());
  const { station, responder } = clientsOf(gateway.url, path.url);
  const stream = await opened(t, (options) => responder.stream({ ...options, silentAfterMs: 1_000, firstWaitMs: 20 }));
  await station.trigger(alertOf('half-1'));
  await stream.until(() => eventsOf(stream.items).length >= 2);
  path.goSilent();
  await station.trigger(alertOf('half-2'));
  setTimeout(() => path.mend(), 200);
  await stream.until(() => eventsOf(stream.items).length >= 4);
  assert.ok(stream.items.every(({ kind }) => kind === 'event'));
});

test('who comes back with a cursor gets what came meanwhile, also where nothing had come before', async (t) => {
  const path = await startFaultyPath(gateway.url);
  t.after(() => path.stop());
  const { station, responder } = clientsOf(gateway.url, path.url);
  const stream = await opened(t, (options) => responder.stream({ ...options, firstWaitMs: 300 }));
  path.cut();
  await station.trigger(alertOf('early'));
  await stream.until(() => eventsOf(stream.items).length >= 2);
  stream.leaving.abort();
  const last = stream.items.at(-1);
  assert.ok(last?.kind === 'event' && last.cursor !== null);
  await station.trigger(alertOf('later'));
  const again = await take(responder.stream({ after: last.cursor }), 2);
  assert.deepEqual(
    again.map((item) => (item.kind === 'event' ? item.event.type : item.reason)),
    ['incident_metadata', 'caller_location'],
  );
});

for (const [platform, webSocket] of [
  ['the platform', undefined],
  ['the library ws', WebSocket],
] as const) {
  test(`a cursor of another log is told of, and the stream goes on from now, by ${platform}`, async (t) => {
    const { station, responder } = clientsOf(gateway.url);
    const stream = await opened(t, (options) =>
      responder.stream({ ...options, webSocket, after: 'sandbox-county:99999999', firstWaitMs: 5 }),
    );
    await station.trigger(alertOf(`after-restore by ${platform}`));
    await stream.until(() => eventsOf(stream.items).length >= 2);
    assert.deepEqual(
      stream.items.flatMap((item) => (item.kind === 'resync' ? [item.reason] : [])),
      ['cursor_unknown'],
    );
  });
}

test('a server that cannot resume is told of after each loss, and events that come twice are given once', async (t) => {
  const path = await startFaultyPath(gateway.url);
  t.after(() => path.stop());
  const { station } = clientsOf(gateway.url);
  const server = { ...sallyport(path.url), resumesStreams: false };
  const center = new RapidsosClient({ server, ...credentialsOf('sandbox-cad'), ...AGENT });
  const stream = await opened(t, (options) => center.stream({ ...options, firstWaitMs: 5 }));
  await station.trigger(alertOf('lost-1'));
  await stream.until(() => stream.items.length === 1);
  path.cut();
  await stream.openedTimes(2);
  await station.trigger(alertOf('lost-2'));
  await stream.until(() => stream.items.length === 3);
  assert.deepEqual(
    stream.items.map((item) => (item.kind === 'event' ? item.event.event : item.reason)),
    ['alert.new', 'not_resumable', 'alert.new'],
  );
});

test('a quiet line without cursors is changed for a new one before it is left', async (t) => {
  const sockets: WebSocket[] = [];
  const standIn = new WebSocketServer({ port: 0 });
  t.after(() => standIn.close());
  standIn.on('connection', (socket) => sockets.push(socket));
  const { port } = standIn.address() as { port: number };
  const server = { ...sallyport(gateway.url), alertStreamUrl: `ws://127.0.0.1:${port}/v1`, resumesStreams: false };
  const center = new RapidsosClient({ server, ...credentialsOf('sandbox-cad'), ...AGENT });
  const stream = await opened(t, (options) => center.stream({ ...options, silentAfterMs: 150, firstWaitMs: 1 }));
  await stream.openedTimes(2);
  const event = (id: string) =>
    JSON.stringify({ event: 'alert.chat', timestamp: 1, body: { alert_id: id, message: 'x' } });
  for (const socket of sockets) if (socket.readyState === socket.OPEN) socket.send(event('a'));
  await stream.until(() => stream.items.length >= 1);
  assert.deepEqual(
    eventsOf(stream.items).map(({ body }) => (body as { alert_id: string }).alert_id),
    ['a'],
  );
});

/** A feed of incident events in the place of a server's, by which a responder's stream goes; `follow` gets each connection's `after`. */
function feedFor(t: TestContext, follow: (socket: WebSocket, after: string | null) => void) {
  const standIn = new WebSocketServer({ port: 0 });
  t.after(() => standIn.close());
  standIn.on('connection', (socket, { url = '' }) => {
    follow(socket, new URL(url, 'http://stream.test').searchParams.get('after'));
  });
  const { port } = standIn.address() as { port: number };
  const server = { ...sallyport(gateway.url), eventStreamUrl: `ws://127.0.0.1:${port}/stream` };
  return new PreparedClient({ server, ...credentialsOf('sandbox-prepared-events') });
}
const numbered = (number: number) =>
  JSON.stringify({ type: 'caller_location', id: `${number}`, lat: 1, lng: 2, cursor: `sandbox-county:${number}` });

test('a stream whose place is forgotten while it is open is told of it, and goes on from now', async (t) => {
  const places: (string | null)[] = [];
  const responder = feedFor(t, (socket, after) => {
    places.push(after);
    socket.send(numbered(places.length === 1 ? 7 : 900));
    if (places.length === 1) socket.close(4410, 'cursor_expired');
  });
  const items = await take(responder.stream({ after: 'sandbox-county:6', firstWaitMs: 1 }), 3);
  assert.deepEqual(
    items.map((item) => (item.kind === 'event' ? item.cursor : item.reason)),
    ['sandbox-county:7', 'cursor_expired', 'sandbox-county:900'],
  );
  assert.equal(places[0], 'sandbox-county:6');
  assert.notEqual(places[1], 'sandbox-county:7');
});

test('who missed 12,000 events and reads slowly gets each once, in order, and holds no more than 5,000', async (t) => {
  const last = 12_000;
  const places: number[] = [];
  let left = 0;
  const responder = feedFor(t, (socket, after) => {
    const place = Number(after?.split(':')[1]);
    places.push(place);
    socket.on('close', () => {
      left += 1;
    });
    for (let number = place + 1; number <= last; number += 1) socket.send(numbered(number));
  });
  const stream = responder.stream({ after: 'sandbox-county:0', firstWaitMs: 1 });
  const cursors: string[] = [];
  for await (const item of stream) {
    cursors.push(item.kind === 'event' ? (item.cursor ?? '') : item.reason);
    // Nobody takes anything until the line was left because so much waits.
    if (cursors.length === 1) await eventually(() => left > 0);
    if (cursors.length === last) break;
  }
  assert.deepEqual(
    cursors,
    Array.from({ length: last }, (_, index) => `sandbox-county:${index + 1}`),
  );
  assert.ok(places.length >= 2 && (places[1] ?? 0) < last, `it was asked for anew from ${places.join(', ')}`);
});

test('what no further connection mends is thrown', async () => {
  const wrong = new PreparedClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-prepared-cad') });
  await assert.rejects(take(wrong.stream(), 1), (error) => error instanceof SallyportError && error.status === 403);
  const stranger = new RapidsosClient({ server: sallyport(gateway.url), clientId: 'nobody', clientSecret: 'nothing' });
  await assert.rejects(take(stranger.stream(), 1), { code: 'invalid_client' });
  const { responder } = clientsOf(gateway.url);
  const unknown = responder.transcript('00000000-0000-4000-8000-000000000000');
  await assert.rejects(take(unknown, 1), { code: 'not_found' });
});

test('a transcript comes by Action Cable, and again from its start after a loss', async (t) => {
  const path = await startFaultyPath(gateway.url);
  t.after(() => path.stop());
  const { responder } = clientsOf(gateway.url, path.url);
  const tokens = new RapidsosClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-call-handling') })
    .tokens;
  const post = async (at: string, json: object) => {
    const headers = { authorization: `Bearer ${await tokens.token()}`, 'content-type': 'application/json' };
    const answer = await fetch(gateway.url + at, { method: 'POST', headers, body: JSON.stringify(json) });
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as { id: string };
  };
  const { id } = await post('/api/incidents', { call: { caller_phone_number: '+15555550123' } });
  const say = (word: string, seconds: number) => {
    const at = (s: number) => new Date(Date.now() - 60_000 + s * 1000).toISOString();
    const words = [{ word, speaker: 'Caller', started_at: at(seconds), ended_at: at(seconds + 0.3) }];
    return post(`/api/incidents/${id}/transcript`, { words });
  };
  const stream = await opened(t, (options) => responder.transcript(id, { ...options, firstWaitMs: 5 }));
  await say('fire', 1);
  const words = () => eventsOf(stream.items).flatMap((event) => event.words.map(({ word }) => word));
  await stream.until(() => words().includes('fire'));
  path.cut();
  await say('upstairs', 2);
  await stream.until(() => words().includes('upstairs'));
});

test('a reader that is slow gets everything all the same', async () => {
  const { station, responder } = clientsOf(gateway.url);
  const open = Promise.withResolvers<void>();
  const stream = responder.stream({
    onState: (state) => {
      if (state === 'open') open.resolve();
    },
  });
  const reading = stream.next();
  await open.promise;
  for (let number = 0; number < 20; number += 1) await station.trigger(alertOf(`slow-${number}`));
  const cursors: string[] = [];
  for (let item = await reading; !item.done && cursors.length < 40; item = await stream.next()) {
    if (item.value.kind === 'event') cursors.push(item.value.cursor ?? '');
    if (cursors.length === 40) break;
  }
  await stream.return();
  assert.equal(new Set(cursors).size, 40);
});
