import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { saveDefault } from '../../../../testing/src/default-agency.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const POINT = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
const HOUR_MS = 3_600_000;

onEachEngine('what a sender states of where and when', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let alarm: Caller;
  let equipment: Caller;
  let cad: Caller;
  before(async () => {
    world = await testWorld(engine);
    alarm = await callerOf(world.app, 'sandbox-alarm');
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    cad = await callerOf(world.app, 'sandbox-cad');
  });
  after(() => world.stop());

  let line = 200;
  const newPhone = () => `+1555555${String(++line).padStart(4, '0')}`;
  const sent = (variables: object, callflow = 'sandbox') =>
    alarm('POST', '/v1/rem/trigger', {
      callflow,
      variables: { user: { full_name: 'Jordan Rivera', phone_number: newPhone() }, ...variables },
    });
  async function raised(variables: object) {
    const answer = await sent(variables);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const id = answer.body.alert_id;
    const { body: incident } = await cad('GET', `/api/incidents/${id}`);
    const { body: alert } = await cad('GET', `/v1/alerts/${id}`);
    const { body: rade } = await cad('GET', `/v1/rade?alert_id=${id}`);
    return { id, incident, alert, data: rade.sources[0].data };
  }
  const locationOf = async (id: string) => (await cad('GET', `/api/incidents/${id}`)).body.location;
  const remarks = (incident: { remarks?: { name: string }[] }) => (incident.remarks ?? []).map(({ name }) => name);
  async function opened(location: object | undefined, call: object = {}) {
    const answer = await equipment('POST', '/api/incidents', { call, location });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id as string;
  }
  const move = async (id: string, location: object) => {
    const answer = await equipment('POST', `/api/incidents/${id}/locations`, location);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  };
  const lei = (phone: string) => cad('GET', `/location?caller_id=${encodeURIComponent(phone)}`);

  test('is kept, drawn and given out, whichever part of a place it is', async () => {
    const { alert, data } = await raised({
      event: {
        location: {
          geodetic: {
            ...POINT,
            altitude: '31.5',
            vertical_uncertainty: 4,
            estimated_floor_level: 7,
            elevation: 12,
            confidence: 90,
            heading: 270,
          },
          civic: { street: '350 5th Ave', unit: '7B', city: 'New York', postal_code: '10118', gate: 'north' },
          description: 'Rear entrance',
        },
      },
      location: 'Behind the loading dock',
      vehicle: { location: { latitude: 41, longitude: -74, lane: 'left' }, plate: 'TEST123' },
      sensor: { readings: [{ at: { floor: 'mezzanine' } }] },
      note_nobody_knows: 'dog in the yard',
    });
    assert.deepEqual(
      { ...alert.location.geodetic },
      {
        latitude: POINT.latitude,
        longitude: POINT.longitude,
        uncertainty_radius: 25,
        altitude: 31.5,
        vertical_uncertainty: 4,
        estimated_floor_level: 7,
        elevation: 12,
      },
    );
    assert.equal(alert.location.civic.street_1, '350 5th Ave');
    assert.equal(alert.location.civic.street_2, '7B');
    assert.equal(alert.location.civic.zip_code, '10118');
    const stated = JSON.stringify(data);
    for (const word of [
      'Rear entrance',
      'Behind the loading dock',
      '270',
      'north',
      'left',
      'mezzanine',
      'dog in',
      '90 %',
    ]) {
      assert.ok(stated.includes(word), `${word} in ${stated}`);
    }
    assert.equal(data.vehicle['location.latitude'], '41');
  });

  test('stays where it was stated once an alert or a call is somewhere else', async () => {
    const user = { full_name: 'Jordan Rivera', phone_number: newPhone() };
    const event = { source_id: 'moved-on', location: { geodetic: POINT, description: 'Rear entrance' } };
    const states = (location: object) => sent({ user, event, updated_location: location });
    const { body: first } = await sent({ user, event });
    await states({ geodetic: { ...POINT, latitude: 40.75 }, gate: 'north', civic: { street_1: '1 Elm St' } });
    await states({ lane: 'third' });
    await states({ geodetic: { ...POINT, latitude: 40.76 } });
    const readings = [`/api/incidents/${first.alert_id}`, `/api/incidents/${first.alert_id}/locations`];
    const inTime = `/api/incidents/${first.alert_id}/time_line`;
    const asked = [
      ...readings,
      inTime,
      `/v1/alerts/${first.alert_id}?extra=logs`,
      `/v1/rade?alert_id=${first.alert_id}`,
    ];
    for (const path of asked) {
      const { body } = await cad('GET', path);
      for (const words of ['Rear entrance', 'north', 'third'])
        assert.match(JSON.stringify(body), new RegExp(words), path);
    }
    const id = await opened({ latitude: 44, longitude: -121, description: 'Behind the hall', address: '2 Elm St' });
    await move(id, { latitude: 44.1, longitude: -121, description: 'At the pier' });
    await move(id, { latitude: 44.2, longitude: -121 });
    for (const path of [`/api/incidents/${id}`, `/api/incidents/${id}/locations`, `/api/incidents/${id}/time_line`]) {
      const { body } = await cad('GET', path);
      for (const words of ['Behind the hall', 'At the pier'])
        assert.match(JSON.stringify(body), new RegExp(words), path);
    }
  });

  test('two groups of one card keep what both state', async () => {
    const { data } = await raised({
      location: POINT,
      alert_profile: { description: 'Panel', zone: '4' },
      event: { description: 'Glass break' },
      user_name: 'Front Desk',
    });
    const stated = JSON.stringify(data);
    for (const word of ['Panel', 'Glass break', 'Front Desk', 'Jordan Rivera'])
      assert.ok(stated.includes(word), stated);
  });

  test('too deep, too long or too much is refused by its name', async () => {
    let deep: object = { end: 1 };
    for (let level = 0; level < 40; level += 1) deep = { inner: deep };
    for (const [name, value] of [
      ['deep', deep],
      ['long', { text: 'x'.repeat(20_000) }],
      ['many', Object.fromEntries(Array.from({ length: 2_100 }, (_, index) => [`f${index}`, index]))],
    ] as const) {
      const { status, body } = await sent({ location: POINT, [name]: value });
      assert.equal(status, 400);
      assert.match(body.detail, new RegExp(`variables\\.${name}`));
    }
  });

  for (const [name, variables, address] of [
    ['parts', { event: { location: { civic: { street_1: '1 Elm St', city: 'Albany' } } } }, '1 Elm St, Albany'],
    ['one text', { event: { location: { civic: '1 Elm St, Albany' } } }, '1 Elm St, Albany'],
    ['a flat text', { location: '1 Elm St, Albany' }, '1 Elm St, Albany'],
    ['parts beside 0, 0', { location: { latitude: 0, longitude: '0', civic: { street: '1 Elm St' } } }, '1 Elm St'],
    ['parts beside null', { location: { geodetic: null, civic: { street: '1 Elm St' } } }, '1 Elm St'],
    ['parts beside empty', { location: { latitude: '', longitude: null, civic: '1 Elm St' } }, '1 Elm St'],
  ] as const) {
    test(`an address without coordinates (${name}) is taken and shown without a map position`, async () => {
      const { incident, alert } = await raised(variables);
      assert.deepEqual(
        [incident.location.latitude, incident.location.longitude, incident.location.civic],
        [null, null, address],
      );
      assert.deepEqual(remarks(incident), ['no_position']);
      assert.deepEqual([alert.location.provided_location, alert.location.geodetic], ['CIVIC', null]);
    });
  }

  test('0, 0 alone is no position and no reason to lose an alarm; nothing at all is refused', async () => {
    const { incident, alert } = await raised({ location: { latitude: 0, longitude: 0, uncertainty: 10 } });
    assert.deepEqual(remarks(incident), ['no_position']);
    assert.equal(alert.location, null);
    for (const variables of [{}, { location: {} }, { location: { latitude: 40 } }, { location: { civic: {} } }]) {
      assert.equal((await sent(variables)).status, 400, JSON.stringify(variables));
    }
  });

  test('by position an address goes to the default agency, and without one is refused with what to do', async () => {
    const callflow = 'sandbox-by-position';
    const address = { location: { civic: '1 Elm St' } };
    const refused = await sent(address, callflow);
    assert.equal(refused.status >= 400 && refused.status < 500, true);
    assert.match(refused.body.detail, /latitude and longitude.*default agency/);
    await saveDefault(world.parts, callflow, 'sandbox-county');
    const taken = await sent(address, callflow);
    assert.equal(taken.status, 200, JSON.stringify(taken.body));
    assert.equal((await cad('GET', `/v1/alerts/${taken.body.alert_id}`)).status, 200);
    await saveDefault(world.parts, callflow, null);
  });

  for (const uncertainty of [-1, null, 0, 9_999_999, '9999999', -50, 1e300, 'unknown', '', undefined, true]) {
    test(`an accuracy of ${JSON.stringify(uncertainty)} is not known, and does not pass LEI's limit`, async () => {
      const { incident, alert } = await raised({ location: { ...POINT, uncertainty } });
      assert.equal(incident.location.uncertainty_radius, null);
      assert.equal(alert.location.geodetic.uncertainty_radius, -1);
      assert.equal((await lei(incident.caller_phone_number)).status, 404);
      if (uncertainty === undefined || uncertainty === true || uncertainty === 1e300) return;
      const phone = newPhone();
      const id = await opened(
        { latitude: 40, longitude: -73, uncertainty_radius: uncertainty },
        { caller_phone_number: phone },
      );
      assert.equal((await locationOf(id)).uncertainty_radius, null);
      await move(id, { latitude: 41, longitude: -73, uncertainty_radius: uncertainty });
      assert.equal((await locationOf(id)).uncertainty_radius, null);
      assert.equal((await lei(phone)).status, 404);
    });
  }

  test('numeric texts are accuracies like any other', async () => {
    for (const uncertainty of ['25', ' 25.0 ', '25 m']) {
      assert.equal((await raised({ location: { ...POINT, uncertainty } })).incident.location.uncertainty_radius, 25);
    }
  });

  test('a call has an address without coordinates, and 0, 0 does not take the place of a position', async () => {
    const id = await opened({ address: '1 Elm St' });
    assert.deepEqual(remarks((await cad('GET', `/api/incidents/${id}`)).body), ['no_position']);
    await move(id, { latitude: 40.5, longitude: -73.5, uncertainty_radius: 8 });
    await move(id, { latitude: 0, longitude: 0, uncertainty_radius: 8 });
    await move(id, { address: '2 Oak St' });
    assert.equal((await locationOf(id)).latitude, 40.5);
  });

  test('a location an hour ahead counts as received now, is marked, and freezes neither the caller nor LEI', async () => {
    const phone = newPhone();
    const ahead = new Date(world.clock.now() + HOUR_MS).toISOString();
    const id = await opened(
      { latitude: 40, longitude: -73, uncertainty_radius: 400, located_at: ahead },
      { caller_phone_number: phone },
    );
    const first = (await cad('GET', `/api/incidents/${id}`)).body;
    assert.equal(first.location.located_at, new Date(world.clock.now()).toISOString());
    assert.deepEqual(remarks(first), ['location_time_ahead']);
    world.clock.advance(5_000);
    const measured = new Date(world.clock.now() - 7_000).toISOString();
    await move(id, { latitude: 40.2, longitude: -73, uncertainty_radius: 8, located_at: measured });
    assert.equal((await locationOf(id)).latitude, 40.2);
    assert.equal((await lei(phone)).body.locations[0].latitude, 40.2);
    assert.deepEqual(remarks((await cad('GET', `/api/incidents/${id}`)).body), []);
  });

  test('a clock that is behind does not keep a caller at one place', async () => {
    const id = await opened({ latitude: 40, longitude: -73, uncertainty_radius: 50 });
    const behind = () => new Date(world.clock.now() - HOUR_MS).toISOString();
    await move(id, { latitude: 40.1, longitude: -73, located_at: behind() });
    assert.equal((await locationOf(id)).latitude, 40, 'what was measured before is kept in the history');
    world.clock.advance(61_000);
    await move(id, { latitude: 40.2, longitude: -73, located_at: behind() });
    assert.equal((await locationOf(id)).latitude, 40.2);
  });

  test("an alert's time two hours ahead is marked, counts as now, and poisons LEI for no other partner", async () => {
    const phone = newPhone();
    const stated = world.clock.now() + 2 * HOUR_MS;
    const { incident, alert } = await raised({
      user: { full_name: 'Jordan Rivera', phone_number: phone },
      event: { incident_time: stated, location: { geodetic: POINT } },
    });
    assert.equal(alert.incident_time, world.clock.now());
    assert.deepEqual(
      incident.cards.find(({ id }: { id: string }) => id === 'remarks').fields.map(({ key }: { key: string }) => key),
      ['location_time_ahead', 'incident_time_ahead'],
    );
    world.clock.advance(1_000);
    await opened({ latitude: 40.3, longitude: -73, uncertainty_radius: 8 }, { caller_phone_number: phone });
    assert.equal((await lei(phone)).body.locations[0].latitude, 40.3);
  });

  test('a call that is stated to have begun and ended in the future did so on receipt', async () => {
    const ahead = () => new Date(world.clock.now() + HOUR_MS).toISOString();
    const id = await opened(undefined, { started_at: ahead() });
    const { body } = await cad('GET', `/api/incidents/${id}`);
    assert.deepEqual(body.cards[0].fields[0].key, 'incident_time_ahead');
    world.clock.advance(60_000);
    assert.equal((await equipment('POST', `/api/incidents/${id}/end`, { ended_at: ahead() })).status, 200);
    const course = (await cad('GET', `/api/incidents/${id}`)).body.cards.find(
      ({ id }: { id: string }) => id === 'course',
    );
    assert.equal(course.fields[0].value, new Date(world.clock.now()).toISOString());
  });

  for (const incident_time of ['2026-02-30T10:00:00Z', '2026-11-21T10:00:00', '1999-12-31T00:00:00Z', 58_880e11]) {
    test(`a time of ${incident_time} is refused by its name`, async () => {
      const { status, body } = await sent({ event: { incident_time, location: { geodetic: POINT } } });
      assert.equal(status, 400);
      assert.match(body.detail, /event\.incident_time must/);
    });
  }

  test('seconds, milliseconds and microseconds are one time, as numbers and as text', async () => {
    const at = world.clock.now() - 60_000;
    for (const count of [at / 1_000, at, at * 1_000]) {
      for (const incident_time of [count, String(count)]) {
        assert.equal(
          (await raised({ event: { incident_time, location: { geodetic: POINT } } })).alert.incident_time,
          at,
        );
        const id = await opened({ latitude: 40, longitude: -73, located_at: incident_time });
        assert.equal((await locationOf(id)).located_at, new Date(at).toISOString());
      }
    }
  });
});
