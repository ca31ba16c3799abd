import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { eventually } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { connectStream, tokenFrom } from '../../../../testing/src/stream-client.ts';
import { testWorld } from '../../../../testing/src/world.ts';

onEachEngine('the event stream', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url: string;
  let equipment: Caller;
  let reader: Caller;
  before(async () => {
    world = await testWorld(engine);
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-prepared-events');
  });
  after(() => world.stop());

  async function openCall(): Promise<string> {
    const location = { latitude: 1, longitude: 2, uncertainty_radius: 3 };
    return (await equipment('POST', '/api/incidents', { call: {}, location })).body.id;
  }

  test('receives a call within a second, in the very shapes of the list, by either place of the token', async () => {
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    const { next_cursor: start } = (await reader('GET', '/v1/incident_events')).body;
    const byQuery = await connectStream(url, { token });
    const byHeader = await connectStream(url, {}, { authorization: `Bearer ${token}` });
    const id = await openCall();
    for (const { frames } of [byQuery, byHeader]) await eventually(() => frames.length === 2);
    assert.equal(byQuery.frames[0].id, id);
    const listed = (await reader('GET', `/v1/incident_events?after=${start}`)).body.incident_events;
    assert.deepEqual(byQuery.frames, listed);
    assert.deepEqual(byHeader.frames, listed);
    for (const { socket } of [byQuery, byHeader]) socket.terminate();
  });

  test('resumes after a cursor, also one from before what is kept in memory', async () => {
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    const { next_cursor: start } = (await reader('GET', '/v1/incident_events')).body;
    for (let count = 0; count < 150; count += 1) await openCall();
    const stream = await connectStream(url, { token, after: start });
    await eventually(() => stream.frames.length === 300);
    await openCall();
    await eventually(() => stream.frames.length === 302);
    const first = Number(start.split(':')[1]);
    assert.deepEqual(
      stream.frames.map(({ cursor }) => cursor),
      Array.from({ length: 302 }, (_, index) => `sandbox-county:${first + index + 1}`),
    );
    stream.socket.terminate();
  });

  test('refuses by the HTTP status before the upgrade', async () => {
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    for (const [query, status] of [
      [{}, 401],
      [{ token: 'nonsense' }, 401],
      [{ token: await tokenFrom(url, 'sandbox-prepared-cad') }, 403],
      [{ token: await tokenFrom(url, 'sandbox-call-handling') }, 403],
      [{ token: await tokenFrom(url, 'sandbox-cad') }, 403],
      [{ token, after: 'harbor-city:0' }, 400],
      [{ token, after: 'sandbox-county:999999' }, 400],
    ] as const) {
      await assert.rejects(connectStream(url, query), new RegExp(`refused with ${status}`), JSON.stringify(query));
    }
    const elsewhere = new WebSocket(`${url.replace('http', 'ws')}/healthz`);
    const [answer] = await once(elsewhere, 'unexpected-response').then(([, response]) => [response.statusCode]);
    assert.equal(answer, 404);
    elsewhere.on('error', () => {});
    elsewhere.terminate();
    const plain = await fetch(`${url}/v1/incident_events/stream?token=${token}`);
    assert.equal(plain.status, 426);
    assert.equal(((await plain.json()) as { error: string }).error, 'upgrade_required');
  });

  test('states over plain HTTP what a cursor is refused for, because browsers hide what an upgrade was', async () => {
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    for (const [after, status] of [
      ['sandbox-county:0', 426],
      ['now', 400],
      ['sandbox-county:999999', 400],
      ['sandbox-county:0badf00d.1', 412],
      ['harbor-city:0', 400],
    ] as const) {
      const plain = await fetch(`${url}/v1/incident_events/stream?${new URLSearchParams({ token, after })}`);
      assert.equal(plain.status, status, after);
    }
  });

  test('a client that offers HTTP/2 on a plain request is answered as if it had not', async () => {
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id: 'sandbox-cad', client_secret: 'no' });
    const headers = { 'content-type': 'application/json', connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' };
    const asked = request(`${url}/oauth/token`, { method: 'POST', headers }).end(body);
    const [answer] = await once(asked, 'response');
    assert.equal(answer.statusCode, 401);
    answer.resume();
  });

  test("receives nothing of another agency's incidents", async () => {
    const harbor = await connectStream(url, { token: await tokenFrom(url, 'harbor-events') });
    const own = await connectStream(url, { token: await tokenFrom(url, 'sandbox-prepared-events') });
    await openCall();
    await eventually(() => own.frames.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(harbor.frames, []);
    for (const { socket } of [harbor, own]) socket.terminate();
  });

  test('warns of a token that expires soon, then closes with a code that states it', async () => {
    const stream = await connectStream(url, { token: await tokenFrom(url, 'sandbox-prepared-events') });
    world.clock.advance(7_200_000 - 20_000);
    await eventually(() => stream.frames.length === 1);
    assert.equal(stream.frames[0].type, 'warning');
    assert.match(stream.frames[0].message, /expires in 20 s/);
    world.clock.advance(20_000);
    assert.deepEqual(await stream.closed, { code: 4401, reason: 'invalid_token' });
    assert.match(stream.frames[1].message, /expired/);
    assert.match(stream.frames[1].cursor, /^sandbox-county:\d+$/);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-prepared-events');
  });

  test('closes within a second of its client being disabled', async () => {
    const stream = await connectStream(url, { token: await tokenFrom(url, 'harbor-events') });
    await world.parts.database.write(async (tx) => {
      await tx.query
        .updateTable('clients')
        .set({ disabled_at: world.clock.now() })
        .where('id', '=', 'harbor-events')
        .execute();
      await world.parts.changes.publish(tx, 'client', 'harbor-events');
    });
    assert.deepEqual(await stream.closed, { code: 4401, reason: 'invalid_token' });
    assert.match(stream.frames[0].message, /revoked/);
  });

  test('a cursor whose events are not kept any more is refused with 410', async () => {
    await world.parts.database.write((tx) =>
      tx.query.deleteFrom('events').where('agency_id', '=', 'sandbox-county').where('seq', '<=', 5).execute(),
    );
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    await assert.rejects(connectStream(url, { token, after: 'sandbox-county:2' }), /refused with 410/);
  });

  test('ends every stream when the server stops, saying that it may be resumed', async () => {
    const stream = await connectStream(url, { token: await tokenFrom(url, 'sandbox-prepared-events') });
    await world.app.close();
    assert.deepEqual(await stream.closed, { code: 1012, reason: 'unavailable' });
  });
});
