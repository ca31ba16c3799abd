import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Compares with the stored answer, ids apart; `SALLYPORT_WRITE_GOLDEN=1` stores it anew. */
function assertGolden(name: string, value: unknown): void {
  const file = new URL(`../../../../../tests/golden/prepared/${name}.json`, import.meta.url);
  const text = `${JSON.stringify(value, null, 2).replaceAll(UUID, '<uuid>')}\n`;
  if (process.env['SALLYPORT_WRITE_GOLDEN'] === '1') writeFileSync(file, text);
  assert.ok(existsSync(file), `${name} has no golden file`);
  assert.equal(text, readFileSync(file, 'utf8'));
}

onEachEngine('a reader of incident events', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  let reader: Caller;
  before(async () => {
    world = await testWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-prepared-events');
  });
  after(() => world.stop());

  async function openCall(): Promise<string> {
    const { body } = await equipment('POST', '/api/incidents', {
      call: { caller_phone_number: '+15555550123', class_of_service: 'WPH2' },
      location: { latitude: 40.5, longitude: -74.25, uncertainty_radius: 30 },
    });
    return body.id;
  }

  async function head(): Promise<string> {
    return (await reader('GET', '/v1/incident_events')).body.next_cursor;
  }

  test('reads a call in the shapes of the incident webhooks, each event with its cursor', async () => {
    const start = await head();
    const id = await openCall();
    world.clock.advance(90_000);
    await equipment('POST', `/api/incidents/${id}/media`, {
      url: 'https://media.test/1.jpg',
      media_type: 'photo',
      description: 'Front door',
    });
    await equipment('POST', `/api/incidents/${id}/notes`, { text: 'no shape in this dialect' });
    await equipment('POST', `/api/incidents/${id}/end`, {});
    const { status, body } = await reader('GET', `/v1/incident_events?after=${start}`);
    assert.equal(status, 200);
    const [created, location, media, ended] = body.incident_events;
    assert.equal(body.incident_events.length, 4);
    assertGolden('incident_metadata', created);
    assertGolden('caller_location', location);
    assertGolden('media', media);
    assertGolden('incident_metadata.ended', ended);
    assertGolden('incident', (await reader('GET', `/v1/incident_events/${id}`)).body);
  });

  test('a RapidSOS alert is there likewise', async () => {
    const start = await head();
    const alarm = await callerOf(world.app, 'sandbox-alarm');
    const raised = await alarm('POST', '/v1/rem/trigger', {
      callflow: 'sandbox',
      variables: {
        user_name: 'Pat',
        user_phone: '+15555550188',
        location: { latitude: 1.5, longitude: 2.5, uncertainty: 10 },
      },
    });
    const { incident_events: found } = (await reader('GET', `/v1/incident_events?after=${start}`)).body;
    assert.deepEqual(
      found.map(({ type }: { type: string }) => type),
      ['incident_metadata', 'caller_location'],
    );
    assert.equal(`alert-${found[0].id}`, raised.body.alert_id);
    assert.equal(found[0].caller_phone_number, '+15555550188');
    assert.equal(found[0].is_audio_live, false);
    assert.deepEqual([found[1].lat, found[1].lng, found[1].uncertainty], [1.5, 2.5, 10]);
  });

  test('pages of any size read every event once, in order', async () => {
    for (let count = 0; count < 6; count += 1) await openCall();
    const whole = (await reader('GET', '/v1/incident_events?after=sandbox-county:0&limit=500')).body.incident_events;
    const paged: unknown[] = [];
    let cursor = 'sandbox-county:0';
    while (paged.length <= whole.length) {
      const { body } = await reader('GET', `/v1/incident_events?after=${cursor}&limit=3`);
      if (body.incident_events.length === 0 && body.next_cursor === cursor) break;
      paged.push(...body.incident_events);
      cursor = body.next_cursor;
    }
    assert.deepEqual(paged, whole);
    const newest = (await reader('GET', '/v1/incident_events?limit=4')).body.incident_events;
    assert.deepEqual(newest, whole.slice(-4));
  });

  test('whoever starts without a cursor goes back to the first event, each once, and forward again from any page', async () => {
    const whole = (await reader('GET', '/v1/incident_events?after=sandbox-county:0&limit=500')).body.incident_events;
    const paged: unknown[] = [];
    let { body } = await reader('GET', '/v1/incident_events?limit=3');
    const { next_cursor: head } = body;
    while (paged.length <= whole.length) {
      paged.unshift(...body.incident_events);
      if (body.previous_cursor === null) break;
      const older = await reader('GET', `/v1/incident_events?limit=3&before=${body.previous_cursor}`);
      const newer = await reader('GET', `/v1/incident_events?limit=500&after=${older.body.next_cursor}`);
      assert.deepEqual(newer.body.incident_events, whole.slice(whole.length - paged.length), 'the way forward');
      body = older.body;
    }
    assert.deepEqual(paged, whole);
    assert.equal((await reader('GET', `/v1/incident_events?after=${head}`)).body.incident_events.length, 0);
    const forward = (await reader('GET', '/v1/incident_events?after=sandbox-county:4&limit=1')).body;
    const { body: before } = await reader('GET', `/v1/incident_events?before=${forward.previous_cursor}`);
    const seqOf = ({ cursor }: { cursor: string }) => Number(cursor.split(':')[1]);
    const older = whole.filter((event: { cursor: string }) => seqOf(event) <= 4);
    assert.deepEqual(before.incident_events, older, 'what is before the page that came after a cursor');
    for (const wrong of ['before=harbor-city:1', 'before=sandbox-county:999999', 'before=x', 'before=a:1&after=a:1']) {
      assert.equal((await reader('GET', `/v1/incident_events?${wrong}`)).status, 400, wrong);
    }
  });

  test('filters by incident, type and time', async () => {
    const id = await openCall();
    await openCall();
    const of = async (query: string) => (await reader('GET', `/v1/incident_events?${query}`)).body.incident_events;
    assert.deepEqual(
      (await of(`incident_id=${id}`)).map(({ type }: { type: string }) => type),
      ['incident_metadata', 'caller_location'],
    );
    assert.equal((await of(`incident_id=${id}&type=caller_location`)).length, 1);
    const later = encodeURIComponent(new Date(world.clock.now() + 1).toISOString());
    assert.equal((await of(`created_after=${later}`)).length, 0);
    assert.ok((await of(`created_before=${later}`)).length > 0);
    for (const wrong of ['type=nothing', 'limit=0', 'limit=501', 'created_after=noon']) {
      assert.equal((await reader('GET', `/v1/incident_events?${wrong}`)).status, 400, wrong);
    }
  });

  test("a cursor that is no cursor, another agency's, ahead, or too old is refused as such", async () => {
    const reads = (cursor: string) => reader('GET', `/v1/incident_events?after=${cursor}`);
    for (const [cursor, words] of [
      ['yesterday', /must be a cursor/],
      ['harbor-city:1', /of this agency's own log/],
      ['sandbox-county:999999', /ahead of the log/],
    ] as const) {
      const { status, body } = await reads(cursor);
      assert.equal(status, 400);
      assert.match(body.message, words);
    }
    await world.parts.database.write((tx) =>
      tx.query.deleteFrom('events').where('agency_id', '=', 'sandbox-county').where('seq', '<=', 3).execute(),
    );
    const { status, body } = await reads('sandbox-county:2');
    assert.equal(status, 410);
    assert.equal(body.error, 'cursor_expired');
    assert.match(body.message, /sandbox-county:3/);
    assert.equal((await reads('sandbox-county:3')).status, 200);
  });

  test('opens to exactly its own scope and its own agency', async () => {
    const id = await openCall();
    for (const clientId of ['sandbox-cad', 'sandbox-prepared-cad', 'sandbox-call-handling', 'sandbox-alarm']) {
      const caller = await callerOf(world.app, clientId);
      for (const path of ['/v1/incident_events', `/v1/incident_events/${id}`]) {
        const { status, body } = await caller('GET', path);
        assert.equal(status, 403, `${clientId} ${path}`);
        assert.equal(body.error, 'insufficient_scope');
      }
    }
    const harbor = await callerOf(world.app, 'harbor-events');
    assert.equal((await harbor('GET', `/v1/incident_events/${id}`)).status, 404);
    assert.deepEqual((await harbor('GET', `/v1/incident_events?incident_id=${id}`)).body.incident_events, []);
    for (const path of ['/api/incidents', '/api/search?query=%2B15555550123']) {
      assert.equal((await reader('GET', path)).status, 403, path);
    }
    const anonymous = await world.app.inject({ method: 'GET', url: '/v1/incident_events' });
    assert.equal(anonymous.statusCode, 401);
  });
});
