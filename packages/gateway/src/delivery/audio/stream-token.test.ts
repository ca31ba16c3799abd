import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { STREAM_TOKEN_SECONDS } from './live-audio.ts';

onEachEngine('live audio', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let livekit: Server;
  let equipment: Caller;
  let reader: Caller;
  let status = 200;
  const ended: { room: string; path: string | undefined }[] = [];
  before(async () => {
    livekit = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        if (status !== 503) ended.push({ ...(JSON.parse(body) as { room: string }), path: request.url });
        response.writeHead(status).end('{}');
      });
    });
    await new Promise<void>((listening) => livekit.listen(0, '127.0.0.1', listening));
    const { port } = livekit.address() as AddressInfo;
    world = await testWorld(engine, {
      livekitUrl: `ws://127.0.0.1:${port}`,
      livekitApiKey: 'key',
      livekitApiSecret: 'x'.repeat(32),
    });
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-prepared-events');
  });
  after(async () => {
    await world.stop();
    livekit.close();
  });

  const openCall = async (): Promise<string> => (await equipment('POST', '/api/incidents', { call: {} })).body.id;
  const askFor = (id: string) => reader('POST', `/v1/incident_events/${id}/stream_token`, { participant_id: 'unit-7' });
  const timesEnded = (id: string) => ended.filter(({ room }) => room === id).length;

  test('a token is audited by whom it is for, and never with the token', async () => {
    const id = await openCall();
    const { status: answered, body } = await askFor(id);
    assert.equal(answered, 200);
    assert.equal(body.expires_in, STREAM_TOKEN_SECONDS);
    const { subject, detail } = await world.parts.database.read
      .selectFrom('audit_records')
      .selectAll()
      .where('action', '=', 'stream_token.issued')
      .executeTakeFirstOrThrow();
    assert.equal(subject, id);
    assert.deepEqual(JSON.parse(detail), { participant_id: 'unit-7', may_speak: false });
  });

  test('there is none for an alert or for a call that has ended', async () => {
    const id = await openCall();
    await equipment('POST', `/api/incidents/${id}/end`, {});
    assert.deepEqual((await askFor(id)).body, {
      error: 'conflict',
      message: 'This call has ended, and its audio with it',
    });
    assert.equal((await askFor('01a1fd00-0000-7000-8000-000000000002')).status, 404);
  });

  test('the room ends with its call, and once more when the last token for it has expired', async () => {
    const [id, quiet] = [await openCall(), await openCall()];
    await askFor(id);
    for (const each of [id, quiet]) await equipment('POST', `/api/incidents/${each}/end`, {});
    await eventually(() => timesEnded(id) === 1);
    assert.equal(ended.at(-1)?.path, '/twirp/livekit.RoomService/DeleteRoom');
    world.clock.advance(STREAM_TOKEN_SECONDS * 1000);
    await eventually(() => timesEnded(id) === 2);
    const kept = world.parts.database.read.selectFrom('audio_rooms').selectAll().where('incident_id', '=', id);
    await eventually(async () => (await kept.execute()).length === 0);
    assert.equal(timesEnded(quiet), 0, 'nobody had a token of it');
  });

  test('a LiveKit server that cannot end a room is asked again, and the end of the call waits for nothing', async () => {
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-prepared-events');
    const id = await openCall();
    await askFor(id);
    status = 503;
    assert.equal((await equipment('POST', `/api/incidents/${id}/end`, {})).status, 200);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    status = 404;
    await eventually(() => timesEnded(id) === 1);
  });

  test('without a LiveKit server the refusal says what to configure, and incidents offer nothing to listen to', async () => {
    const bare = await testWorld(engine);
    const call = await callerOf(bare.app, 'sandbox-call-handling');
    const id = (await call('POST', '/api/incidents', { call: {} })).body.id;
    const events = await callerOf(bare.app, 'sandbox-prepared-events');
    const { status: answered, body } = await events('POST', `/v1/incident_events/${id}/stream_token`, {
      participant_id: 'unit-7',
    });
    assert.equal(answered, 503);
    assert.equal(body.error, 'not_configured');
    assert.match(body.message, /SALLYPORT_LIVEKIT_URL, SALLYPORT_LIVEKIT_API_KEY and SALLYPORT_LIVEKIT_API_SECRET/);
    const people = await callerOf(bare.app, 'sandbox-cad');
    assert.equal((await people('GET', `/api/incidents/${id}`)).body.is_audio_live, false);
    await bare.stop();
  });
});
