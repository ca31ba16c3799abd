import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { connectStream, tokenFrom } from '../../../../testing/src/stream-client.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const PLACE = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
const HOUR_MS = 3_600_000;
let count = 0;

onEachEngine('what a sender sends again', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let station: Caller;
  let cad: Caller;
  let url = '';
  before(async () => {
    world = await testWorld(engine, { limitAlertsPerMinute: 10_000 });
    station = await callerOf(world.app, 'sandbox-alarm');
    cad = await callerOf(world.app, 'sandbox-cad');
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => world.stop());

  /** An account of its own for each test, as monitoring stations use them for ids. */
  const account = () => {
    count += 1;
    return `ACCT-${count}`;
  };
  async function trigger(
    event: object,
    {
      callflow = 'sandbox-dispatch',
      key = '',
      user = { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
    } = {},
  ) {
    const variables = { user, event: { emergency_type: 'BURGLARY', location: { geodetic: PLACE }, ...event } };
    const headers = key === '' ? {} : { 'idempotency-key': key };
    const { status, body } = await station('POST', '/v1/rem/trigger', { callflow, variables }, headers);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }
  const patch = async (by: Caller, alertId: string, change: object) =>
    assert.equal((await by('PATCH', `/v1/alerts/${alertId}`, change)).status, 200);
  const read = async (alertId: string) => (await cad('GET', `/v1/alerts/${alertId}`)).body;
  const log = async (alertId: string): Promise<string[]> => {
    const { body } = await cad('GET', `/v1/alerts/${alertId}/log_messages`);
    return body.log_messages.map(({ message }: { message: string }) => message);
  };
  const waiting = async (): Promise<string[]> => {
    const { body } = await cad('GET', '/api/incidents?waiting=only');
    return body.incidents.map(({ alert_id }: { alert_id: string }) => alert_id);
  };
  const newestListed = async () => (await cad('GET', '/api/incidents?limit=1')).body.incidents[0];
  const found = async (path: string) => (await cad('GET', path)).body;
  const rows = async () => {
    const { read: query } = world.parts.database;
    // A deadline that passes is written beside.
    const written = ['incident.created', 'incident.signalled', 'location.updated', 'alert.message_added'];
    const events = await query.selectFrom('events').select('seq').where('type', 'in', written).execute();
    return [events.length, (await query.selectFrom('incident_signals').select('id').execute()).length];
  };

  const ENDINGS: readonly [string, (alertId: string) => Promise<void>][] = [
    ['canceled', (id) => patch(station, id, { status: 'CANCELED' })],
    ['declined', (id) => patch(cad, id, { status: 'DECLINED' })],
    ['timed out', async () => world.clock.advance(60_000)],
    ['closed', (id) => patch(cad, id, { status: 'ACCEPTED', disposition: 'CLOSED' })],
    ['cleared', (id) => patch(cad, id, { status: 'ACCEPTED', disposition: 'CLEARED_WITH_REPORT' })],
    [
      'accepted and then left for hours',
      async (id) => {
        await patch(cad, id, { status: 'ACCEPTED' });
        world.clock.advance(5 * HOUR_MS);
        station = await callerOf(world.app, 'sandbox-alarm');
        cad = await callerOf(world.app, 'sandbox-cad');
      },
    ],
  ];
  for (const [ending, end] of ENDINGS) {
    test(`under the id of an alert that is ${ending} is a new alert that waits; a retry of the first is answered as it was`, async () => {
      const source_id = account();
      const first = { source_id, incident_time: world.clock.now() };
      const answered = await trigger(first, { key: `key ${source_id}` });
      await end(answered.alert_id);
      const before = await rows();
      assert.deepEqual(await trigger(first), answered, 'the same facts and time');
      assert.deepEqual(await trigger(first, { key: `key ${source_id}` }), answered, 'the same key');
      assert.deepEqual(await rows(), before, 'a retry writes nothing');
      const fire = { source_id, emergency_type: 'FIRE', incident_time: world.clock.now() };
      const raised = await trigger(fire);
      assert.notEqual(raised.alert_id, answered.alert_id);
      assert.equal(raised.status.name, 'DISPATCH_REQUESTED');
      assert.ok((await waiting()).includes(raised.alert_id));
      assert.equal((await newestListed()).alert_id, raised.alert_id);
      assert.deepEqual(await trigger(fire), raised);
      const { sources } = await found(`/v1/rade?source_id=${source_id}`);
      assert.equal(sources.length, 2, 'both are found by the id');
    });
  }

  test('after a supervisor ignored it is a new alert, also with the same facts where no time states which they are', async () => {
    const source_id = account();
    const answered = await trigger({ source_id }, { callflow: 'sandbox' });
    assert.deepEqual(
      await trigger({ source_id }, { callflow: 'sandbox' }),
      answered,
      'while it is open it is a repeat',
    );
    await patch(station, answered.alert_id, { status: 'IGNORED' });
    const again = await trigger({ source_id }, { callflow: 'sandbox' });
    assert.notEqual(again.alert_id, answered.alert_id);
  });

  test('with other facts while it is open is a further signal, in its log, at the front, and on every stream', async () => {
    const source_id = account();
    const first = await trigger({ source_id, description: 'Front door opened', zone: 'hall' });
    const other = await trigger({ source_id: account() });
    const sockets = await Promise.all([
      connectStream(
        url,
        { token: await tokenFrom(url, 'sandbox-cad'), event_types: 'alert.multi_trip_signal' },
        {},
        '/v1',
      ),
      connectStream(
        url,
        { token: await tokenFrom(url, 'sandbox-alarm'), event_types: 'alert.multi_trip_signal' },
        {},
        '/v1',
      ),
      connectStream(url, { token: await tokenFrom(url, 'sandbox-prepared-events') }, {}, '/v1/incident_events/stream'),
    ]);
    assert.equal((await newestListed()).alert_id, other.alert_id);
    world.clock.advance(1_000);
    const signal = { source_id, emergency_type: 'FIRE', description: 'Smoke in the kitchen', zone: 'kitchen' };
    const further = await trigger(signal);
    assert.equal(further.alert_id, first.alert_id);
    assert.deepEqual(await trigger(signal), further, 'which is repeated as any other');
    const text = 'Fire. Smoke in the kitchen. zone: kitchen, before: hall. Before: Burglary, Front door opened';
    assert.deepEqual(await log(first.alert_id), ['Dispatch Requested', text]);
    const alert = await read(first.alert_id);
    assert.equal(alert.emergency_type.name, 'FIRE');
    assert.equal(alert.description, 'Smoke in the kitchen');
    const listed = await newestListed();
    assert.equal(listed.alert_id, first.alert_id);
    assert.equal(listed.signalled_at, new Date(world.clock.now()).toISOString());
    const shown = await cad('GET', `/api/incidents/${first.alert_id}`);
    const card = shown.body.cards.find(({ id }: { id: string }) => id === 'further_signals');
    assert.equal(card.fields[0].value, text);
    const [center, sender, prepared] = sockets;
    await eventually(() => center?.frames.length === 1 && sender?.frames.length === 1);
    for (const socket of [center, sender]) {
      assert.deepEqual([socket?.frames[0]?.event, socket?.frames[0]?.body.message], ['alert.multi_trip_signal', text]);
    }
    const id = first.alert_id.replace('alert-', '');
    await eventually(() => prepared?.frames.some((frame) => frame.id === id) === true);
    for (const { socket } of sockets) socket.terminate();
  });

  test('with a lesser type, or fewer facts, does not hide what was stated; another time or place is a further signal', async () => {
    const source_id = account();
    const { alert_id } = await trigger({ source_id, emergency_type: 'FIRE', description: 'Smoke' });
    await trigger({ source_id, description: 'Front door opened' });
    const alert = await read(alert_id);
    assert.deepEqual([alert.emergency_type.name, alert.description], ['FIRE', 'Smoke']);
    await trigger({ source_id, emergency_type: 'FIRE' });
    assert.deepEqual((await log(alert_id)).slice(1), ['Burglary. Front door opened'], 'the same with less is a repeat');
    await trigger({ source_id, emergency_type: 'FIRE', incident_time: world.clock.now() - 1_000 });
    await trigger({ source_id, emergency_type: 'FIRE', location: { geodetic: { ...PLACE, latitude: 40.76 } } });
    assert.equal((await log(alert_id)).length, 4);
    const moved = await read(alert_id);
    assert.equal(moved.location.geodetic.latitude, 40.76);
    assert.equal(moved.location_history.at(0).geodetic.latitude, PLACE.latitude);
  });

  test('has in its log all that it states: of its caller, when, under which id, and however much', async () => {
    const first = { full_name: 'Jordan Rivera', phone_number: '+15555550123', email: 'jordan@example.test' };
    const sourceId = account();
    const event = { source_id: sourceId, emergency_type: 'ACTIVE_ASSAILANT', incident_time: world.clock.now() };
    const { alert_id } = await trigger(event, { user: first });
    const others = [
      { ...first, full_name: 'Sam Park', phone_number: '+15555550177', email: 'sam@example.test', language: 'es' },
      { ...first, email: 'new@example.test' },
    ];
    const times = [1, 2].map((seconds) => new Date(world.clock.now() - seconds * 1_000).toISOString());
    for (const [index, user] of others.entries()) {
      const zones = `Zone ${index}${' and so on'.repeat(120)}, the last: Z${index}`;
      const further = { source_id: index === 0 ? `${sourceId}-other` : sourceId, incident_time: times[index], zones };
      const { alert_id: joined } = await trigger({ ...event, ...further }, { user });
      assert.equal(joined, alert_id);
    }
    const lines = await log(alert_id);
    const whole = lines.join(' ');
    const stated = ['sam@example.test', 'language: es', 'new@example.test', `${sourceId}-other`, 'Z0', 'Z1', ...times];
    for (const words of stated) assert.ok(whole.includes(words), `${words} is in none of ${whole}`);
    assert.ok(lines.every((text) => [...text].length <= 1_000));
  });

  test('asks for dispatch where the first did not, and is never taken in by a test, another site, or what nobody can answer', async () => {
    const source_id = account();
    const first = await trigger({ source_id, site_id: 'east' }, { callflow: 'sandbox' });
    assert.equal(first.status.name, 'NEW');
    const asked = await trigger({ source_id, site_id: 'east' });
    assert.deepEqual([asked.alert_id, asked.status.name], [first.alert_id, 'DISPATCH_REQUESTED']);
    assert.ok(asked.sla_expiration_time > world.clock.now());
    assert.ok((await waiting()).includes(first.alert_id));
    const others = [
      await trigger({ source_id, site_id: 'west' }),
      await trigger({ source_id: 'test first', emergency_type: 'TEST_FIRE' }),
      await trigger({ source_id: 'test first', emergency_type: 'FIRE' }),
      await trigger({ source_id: 'silent', supplemental_only: true }),
      await trigger({ source_id: 'silent' }),
    ];
    assert.equal(new Set([first, ...others].map(({ alert_id }) => alert_id)).size, 6);
  });

  for (const type of ['ACTIVE_ASSAILANT', 'TEST_ACTIVE_ASSAILANT']) {
    test(`of ${type} from a second caller rings, moves to the front, and keeps the caller; each finds the alert`, async () => {
      count += 1;
      const latitude = 10 + count;
      const place = (metres: number) => ({
        location: { geodetic: { latitude: latitude + metres / 111_320, longitude: -70, uncertainty: 5 } },
      });
      const [one, two, three] = [`${type}-1`, `${type}-2`, `${type}-3`];
      const second = { full_name: 'Sam Doe', phone_number: `+155555501${50 + (latitude % 40)}` };
      const first = await trigger({ source_id: one, emergency_type: type, ...place(0) }, { callflow: 'sandbox' });
      await trigger({ source_id: account() });
      world.clock.advance(1_000);
      const joined = await trigger(
        { source_id: two, emergency_type: type, description: 'Shots, east wing', ...place(111) },
        { user: second },
      );
      assert.deepEqual([joined.alert_id, joined.source_id], [first.alert_id, two]);
      assert.equal(joined.status.name, 'DISPATCH_REQUESTED', 'its request for dispatch takes effect');
      assert.ok((await waiting()).includes(first.alert_id));
      assert.equal((await newestListed()).alert_id, first.alert_id);
      const id = first.alert_id.replace('alert-', '');
      for (const phone of ['+15555550123', second.phone_number]) {
        const { incidents } = await found(`/api/search?query=${encodeURIComponent(phone)}`);
        assert.ok(
          incidents.some((each: { id: string }) => each.id === id),
          phone,
        );
      }
      assert.equal((await found(`/v1/rade?source_id=${two}`)).sources[0].alert_id, first.alert_id);
      const { locations } = await found(`/location?caller_id=${second.phone_number.slice(1)}`);
      assert.ok(Math.abs(locations[0].latitude - (latitude + 111 / 111_320)) < 1e-9, "each caller's own place");
      const { cards } = await found(`/api/incidents/${id}`);
      const shown = JSON.stringify(cards.find((card: { id: string }) => card.id === 'further_signals'));
      for (const stated of ['Shots, east wing', 'Sam Doe', second.phone_number])
        assert.ok(shown.includes(stated), stated);
      world.clock.advance(60_000);
      const late = await trigger({ source_id: three, emergency_type: type, ...place(50) });
      assert.notEqual(late.alert_id, first.alert_id, 'after its timeout nobody can answer it');
      assert.equal(late.status.name, 'DISPATCH_REQUESTED');
    });
  }

  test('names a site: then the alert is of that site, and a signal of another one does not join it', async () => {
    const near = { emergency_type: 'ACTIVE_ASSAILANT', location: { geodetic: { ...PLACE, latitude: -40 } } };
    const first = await trigger({ ...near, source_id: account() });
    const east = await trigger({ ...near, source_id: account(), site_id: 'east' });
    const west = await trigger({ ...near, source_id: account(), site_id: 'west' });
    assert.equal(east.alert_id, first.alert_id);
    assert.notEqual(west.alert_id, first.alert_id);
  });
});
