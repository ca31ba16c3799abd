import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const MINUTE_MS = 60_000;
const CALLER = '15555550155';

onEachEngine('where a caller is', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  let cad: Caller;
  let callId = '';
  let started = 0;
  before(async () => {
    world = await testWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    cad = await callerOf(world.app, 'sandbox-cad');
    started = world.clock.now();
    const answer = await equipment('POST', '/api/incidents', {
      call: { caller_phone_number: `+${CALLER}` },
      location: { latitude: 40, longitude: -73, uncertainty_radius: 300, source: 'CELL' },
    });
    callId = answer.body.id;
    for (const [latitude, uncertainty_radius] of [
      [40.1, 80],
      [40.2, 501],
      [40.3, 500],
    ]) {
      world.clock.advance(MINUTE_MS);
      const location = { latitude, longitude: -73, uncertainty_radius, source: 'DEVICE' };
      assert.equal((await equipment('POST', `/api/incidents/${callId}/locations`, location)).status, 201);
    }
    world.clock.advance(MINUTE_MS);
    const location = { latitude: 40.4, longitude: -73, uncertainty_radius: 900 };
    assert.equal((await equipment('POST', `/api/incidents/${callId}/locations`, location)).status, 201);
  });
  after(() => world.stop());

  const places = (body: { locations: { latitude: number }[] }) => body.locations.map(({ latitude }) => latitude);

  test('is the latest of at most 500 m where neither start nor limit is given', async () => {
    const { status, body } = await cad('GET', `/location?caller_id=${CALLER}`);
    assert.equal(status, 200);
    assert.equal(body.caller_id, CALLER);
    assert.deepEqual(places(body), [40.3]);
    assert.deepEqual(
      [body.locations[0].uncertainty_radius, body.locations[0].source, body.locations[0].location_time],
      [500, 'DEVICE', started + 3 * MINUTE_MS],
    );
    assert.deepEqual((await cad('POST', '/location', { caller_id: CALLER })).body, body);
  });

  test('with either is many, oldest first, from start on, never more than limit', async () => {
    assert.deepEqual(places((await cad('GET', `/location?caller_id=${CALLER}&limit=10`)).body), [40, 40.1, 40.3]);
    assert.deepEqual(places((await cad('GET', `/location?caller_id=${CALLER}&limit=2`)).body), [40, 40.1]);
    const from = started + 2 * MINUTE_MS;
    assert.deepEqual(places((await cad('GET', `/location?caller_id=${CALLER}&start=${from}`)).body), [40.3]);
  });

  test('passes over a start or limit that is not positive, and refuses one that is no whole number', async () => {
    for (const ignored of ['start=0', 'start=-5', 'limit=0', 'start=&limit=']) {
      assert.deepEqual(places((await cad('GET', `/location?caller_id=${CALLER}&${ignored}`)).body), [40.3], ignored);
    }
    for (const [name, value] of [
      ['start', '2026-11-21T10:00:00Z'],
      ['start', 'yesterday'],
      ['start', '1e12'],
      ['start', '12345678901234567'],
      ['limit', 'ten'],
      ['limit', '1.5'],
      ['limit', '0x10'],
    ] as const) {
      const asked = new URLSearchParams({ caller_id: CALLER, [name]: value });
      const sent = [
        await cad('GET', `/location?${asked}`),
        await cad('POST', '/location', { caller_id: CALLER, [name]: value }),
      ];
      for (const { status, body } of sent) {
        assert.equal(status, 400, `${asked}`);
        assert.match(body.detail, new RegExp(`^${name} must be a whole number`));
      }
    }
  });

  test('finds the same caller however the number is written, and refuses one that is missing or unreadable', async () => {
    for (const written of ['%2B15555550155', '5555550155', '(555)%20555-0155']) {
      assert.deepEqual(places((await cad('GET', `/location?caller_id=${written}`)).body), [40.3], written);
    }
    for (const wrong of ['', '?caller_id=', '?caller_id=0155']) {
      const { status, body } = await cad('GET', `/location${wrong}`);
      assert.equal(status, 400);
      assert.match(body.detail, /caller_id/);
    }
  });

  test("is nobody's in another agency, and nobody's after an hour but in its history", async () => {
    const other = await callerOf(world.app, 'harbor-cad');
    const elsewhere = await other('GET', `/location?caller_id=${CALLER}`);
    assert.equal(elsewhere.status, 404);
    assert.deepEqual(elsewhere.body, (await other('GET', '/location?caller_id=15555550156')).body);
    world.clock.advance(58 * MINUTE_MS);
    const later = await callerOf(world.app, 'sandbox-cad');
    assert.deepEqual(places((await later('GET', `/location?caller_id=${CALLER}`)).body), [40.3]);
    world.clock.advance(MINUTE_MS + 1);
    assert.equal((await later('GET', `/location?caller_id=${CALLER}`)).status, 404);
    assert.deepEqual(places((await later('GET', `/location?caller_id=${CALLER}&limit=9`)).body), [40, 40.1, 40.3]);
  });

  test('additional data stands side by side, each with who supplied it, when, and the schema to draw it by', async () => {
    const alarm = await callerOf(world.app, 'sandbox-alarm');
    const variables = {
      user: { full_name: 'Jordan Rivera', phone_number: `+${CALLER}` },
      vehicle: { make: 'Toyota', vin: 'INVENTED1' },
      event: {
        emergency_type: 'CRASH',
        source_id: 'unit-77',
        incident_time: started,
        location: { geodetic: { latitude: 40, longitude: -73, uncertainty: 25 } },
      },
    };
    const raised = await alarm('POST', '/v1/rem/trigger', { callflow: 'sandbox', variables });
    assert.equal(raised.status, 200);
    const reader = await callerOf(world.app, 'sandbox-cad');
    const { body } = await reader('GET', `/v1/rade?caller_id=${CALLER}`);
    assert.deepEqual(
      body.sources.map((source: { supplied_by: string; alert_id: string | null }) => source.alert_id),
      [raised.body.alert_id, null],
    );
    assert.notEqual(body.sources[0].supplied_by, body.sources[1].supplied_by);
    const [crash] = body.sources;
    assert.equal(crash.received_time, world.clock.now());
    assert.equal(crash.data.vehicle.make, 'Toyota');
    for (const section of crash.display_schema) {
      for (const field of section.fields) {
        const value = crash.data[section.id][field.key];
        assert.equal(typeof value, field.type === 'timestamp' ? 'number' : 'string', `${section.id}.${field.key}`);
      }
    }
    for (const key of [`alert_id=${raised.body.alert_id}`, 'source_id=unit-77']) {
      const { body: same } = await reader('GET', `/v1/rade?${key}`);
      assert.deepEqual(same.sources, [crash], key);
    }
    const other = await callerOf(world.app, 'harbor-cad');
    for (const key of [`alert_id=${raised.body.alert_id}`, 'source_id=unit-77', `caller_id=${CALLER}`]) {
      assert.equal((await other('GET', `/v1/rade?${key}`)).status, 404, key);
    }
  });
});
