import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { connectStream, type StreamClient, tokenFrom } from '../../../../testing/src/stream-client.ts';
import { TEST_START, testWorld } from '../../../../testing/src/world.ts';

onEachEngine('the cable', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url: string;
  let equipment: Caller;
  before(async () => {
    world = await testWorld(engine);
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
    equipment = await callerOf(world.app, 'sandbox-call-handling');
  });
  after(() => world.stop());

  const connect = async (clientId = 'sandbox-prepared-events'): Promise<StreamClient> =>
    connectStream(url, { token: await tokenFrom(url, clientId) }, {}, '/cable');
  const openCall = async (): Promise<string> => (await equipment('POST', '/api/incidents', { call: {} })).body.id;
  const word = (text: string, second: number, speaker = 'Caller') => ({
    word: text,
    speaker,
    started_at: new Date(TEST_START + second * 1_000).toISOString(),
    ended_at: new Date(TEST_START + second * 1_000 + 400).toISOString(),
    confidence: 0.9,
    language_code: 'en-US',
  });
  const state = (id: string, ...words: object[]) => equipment('POST', `/api/incidents/${id}/transcript`, { words });
  const identifierOf = (params: object) => JSON.stringify({ channel: 'PartnerEventsChannel', ...params });
  const ask = ({ socket }: StreamClient, command: string, identifier: string) =>
    socket.send(JSON.stringify({ command, identifier }));
  /** Without the pings, which come whenever three seconds have passed. */
  const framesOf = ({ frames }: StreamClient) => frames.filter(({ type }) => type !== 'ping');
  const wordsOf = ({ frames }: StreamClient): string[] =>
    frames.flatMap(({ message }) => (message?.words ?? []).map((each: { word: string }) => each.word));

  test('welcomes, confirms, and states new words in the shape of the live transcript', async () => {
    const id = await openCall();
    const stream = await connect();
    const identifier = identifierOf({ incident_id: id });
    ask(stream, 'subscribe', identifier);
    await eventually(() => framesOf(stream).length === 2);
    assert.deepEqual(framesOf(stream), [{ type: 'welcome' }, { identifier, type: 'confirm_subscription' }]);
    await state(id, word('fire', 2));
    await eventually(() => framesOf(stream).length === 3);
    assert.deepEqual(framesOf(stream)[2], {
      identifier,
      message: {
        type: 'transcript',
        words: [
          {
            word: 'fire',
            speaker: 'Caller',
            confidence: 0.9,
            started_at: '2026-11-21T12:00:02.000+00:00',
            ended_at: '2026-11-21T12:00:02.400+00:00',
            duration: 0.4,
            start_offset: 2,
            language_code: 'en-US',
            diarized_speaker: 0,
            diarized_speaker_confidence: 1,
          },
        ],
      },
    });
    stream.socket.terminate();
  });

  test('states the words as they stand first, however many, and each later one once', async () => {
    const id = await openCall();
    const other = await openCall();
    await state(id, word('five', 1), word('wrong', 2), word('what', 3, 'CallTaker'));
    await state(id, word('right', 2));
    for (let second = 10; second < 250; second += 40) {
      await state(id, ...Array.from({ length: 40 }, (_, index) => word(`w${second + index}`, second + index)));
    }
    const stream = await connect();
    ask(stream, 'subscribe', identifierOf({ id }));
    const stated = ['five', 'right', 'what', ...Array.from({ length: 240 }, (_, index) => `w${10 + index}`)];
    await eventually(() => wordsOf(stream).length === stated.length);
    assert.deepEqual(wordsOf(stream), stated);
    await state(other, word('elsewhere', 300));
    await equipment('POST', `/api/incidents/${id}/notes`, { text: 'no words' });
    await state(id, word('last', 300));
    await eventually(() => wordsOf(stream).length === stated.length + 1);
    assert.deepEqual(wordsOf(stream), [...stated, 'last']);
    stream.socket.terminate();
  });

  test('several channels, by each name of the incident; one that is left is silent, the others go on', async () => {
    const [first, second] = [await openCall(), await openCall()];
    const stream = await connect();
    const [left, kept] = [identifierOf({ incidentId: first }), identifierOf({ incident_id: second })];
    ask(stream, 'subscribe', left);
    ask(stream, 'subscribe', kept);
    ask(stream, 'subscribe', kept);
    await eventually(() => framesOf(stream).length === 4);
    ask(stream, 'unsubscribe', left);
    stream.socket.send(JSON.stringify({ command: 'message', identifier: kept, data: '{}' }));
    await state(second, word('one', 1));
    await eventually(() => wordsOf(stream).length === 1);
    await state(first, word('unread', 1));
    await state(second, word('two', 2));
    await eventually(() => wordsOf(stream).length === 2);
    assert.deepEqual(wordsOf(stream), ['one', 'two']);
    stream.socket.terminate();
  });

  test('rejects what is no such channel or incident, and more than twenty, and goes on', async () => {
    const id = await openCall();
    const stream = await connect();
    const wrong = [
      JSON.stringify({ channel: 'OtherChannel', incident_id: id }),
      identifierOf({}),
      identifierOf({ incident_id: 5 }),
      identifierOf({ incident_id: 'nobody' }),
      'not JSON',
    ];
    for (const identifier of wrong) ask(stream, 'subscribe', identifier);
    await eventually(() => framesOf(stream).length === 1 + wrong.length);
    for (const identifier of wrong) {
      assert.ok(
        framesOf(stream).some((frame) => frame.identifier === identifier && frame.type === 'reject_subscription'),
      );
    }
    for (let count = 0; count < 21; count += 1) ask(stream, 'subscribe', identifierOf({ incident_id: id, count }));
    await eventually(() => framesOf(stream).length === 1 + wrong.length + 21);
    const types = framesOf(stream)
      .slice(1 + wrong.length)
      .map(({ type }) => type);
    assert.equal(types.filter((type) => type === 'confirm_subscription').length, 20);
    assert.equal(types.filter((type) => type === 'reject_subscription').length, 1);
    stream.socket.terminate();
  });

  test('what is no command ends the socket, saying so', async () => {
    for (const message of ['{', '5', JSON.stringify({ command: 'subscribe', identifier: {} })]) {
      const stream = await connect();
      stream.socket.send(message);
      assert.deepEqual(await stream.closed, { code: 4400, reason: 'invalid_request' });
      assert.deepEqual(framesOf(stream).at(-1), { type: 'disconnect', reason: 'invalid_request', reconnect: false });
    }
  });

  test('more commands than it may send end the socket, saying so, and every one before has its answer', async () => {
    const stream = await connect();
    const identifier = identifierOf({ incident_id: 'nobody' });
    for (let count = 0; count < 400; count += 1) ask(stream, 'subscribe', identifier);
    assert.deepEqual(await stream.closed, { code: 4429, reason: 'too_many_requests' });
    assert.deepEqual(framesOf(stream).at(-1), { type: 'disconnect', reason: 'too_many_requests', reconnect: true });
    // None of them waits: the frames that came are those of its allowance.
    assert.ok(framesOf(stream).length <= 1 + 100 + 1, `${framesOf(stream).length} frames`);
  });

  test('pings are answered, and more than it may send end a socket of any path', async () => {
    const stream = await connect();
    const ponged = new Promise((resolve) => stream.socket.once('pong', resolve));
    stream.socket.ping('sign of life');
    assert.equal(String(await ponged), 'sign of life');
    for (let count = 0; count < 400; count += 1) stream.socket.ping();
    assert.equal((await stream.closed).code, 4429);
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    const events = await connectStream(url, { token });
    for (let count = 0; count < 400; count += 1) events.socket.send('hello');
    assert.deepEqual(await events.closed, { code: 1008, reason: 'too_many_requests' });
  });

  test('pings every three seconds', async () => {
    const stream = await connect();
    await eventually(() => stream.frames.length >= 3);
    assert.deepEqual(stream.frames[1], { type: 'ping', message: Math.floor(world.clock.now() / 1000) });
    stream.socket.terminate();
  });

  test('a peer that takes nothing has a bounded amount waiting, and gets every word once it does', async () => {
    const id = await openCall();
    const [slow, quick] = [await connect(), await connect()];
    for (const stream of [slow, quick]) ask(stream, 'subscribe', identifierOf({ incident_id: id }));
    await eventually(() => framesOf(slow).length === 2 && framesOf(quick).length === 2);
    slow.socket.pause();
    const text = 'x'.repeat(90);
    for (let second = 0; second < 40; second += 1) {
      await state(id, ...Array.from({ length: 100 }, (_, index) => word(text, second + index / 1_000)));
    }
    await eventually(() => wordsOf(quick).length === 4_000);
    slow.socket.resume();
    await eventually(() => wordsOf(slow).length === 4_000);
    for (const { socket } of [slow, quick]) socket.terminate();
  });

  test('ends within a second of its client being disabled, and of the token expiring, saying which', async () => {
    const revoked = await connect('harbor-events');
    await world.parts.database.write(async (tx) => {
      await tx.query
        .updateTable('clients')
        .set({ disabled_at: world.clock.now() })
        .where('id', '=', 'harbor-events')
        .execute();
      await world.parts.changes.publish(tx, 'client', 'harbor-events');
    });
    assert.deepEqual(await revoked.closed, { code: 4401, reason: 'unauthorized' });
    assert.deepEqual(framesOf(revoked).at(-1), { type: 'disconnect', reason: 'unauthorized', reconnect: false });
    const expired = await connect();
    world.clock.advance(7_200_000);
    assert.deepEqual(await expired.closed, { code: 4401, reason: 'token_expired' });
    equipment = await callerOf(world.app, 'sandbox-call-handling');
  });

  test('ends where the database was restored beneath it, saying that the transcript must be read anew, and states it anew', async () => {
    const id = await openCall();
    await state(id, word('kept', 1));
    const identifier = identifierOf({ incident_id: id });
    const stream = await connect();
    ask(stream, 'subscribe', identifier);
    await eventually(() => wordsOf(stream).length === 1);
    await world.parts.database.write((tx) =>
      tx.query.insertInto('installation').values({ only_row: 1, id: 'i', is_sandbox: 0, epoch: 'cafe0002' }).execute(),
    );
    assert.deepEqual(await stream.closed, { code: 4412, reason: 'resync_required' });
    assert.deepEqual(framesOf(stream).at(-1), { type: 'disconnect', reason: 'resync_required', reconnect: true });
    const anew = await connect();
    ask(anew, 'subscribe', identifier);
    await eventually(() => wordsOf(anew).length === 1);
    anew.socket.terminate();
    await world.parts.database.write((tx) => tx.query.deleteFrom('installation').execute());
  });

  test('answers a plain request with 426, and 401 without credentials', async () => {
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    assert.equal((await fetch(`${url}/cable?token=${token}`)).status, 426);
    assert.equal((await fetch(`${url}/cable`)).status, 401);
  });

  test('ends every socket when the server stops, saying that it may connect again', async () => {
    const stream = await connect();
    await world.app.close();
    assert.deepEqual(await stream.closed, { code: 1012, reason: 'server_restart' });
    assert.deepEqual(framesOf(stream).at(-1), { type: 'disconnect', reason: 'server_restart', reconnect: true });
  });
});
