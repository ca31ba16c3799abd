import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ALERT_EVENT_TYPES } from '@sallyport/contract';
import { asked, CENTER } from '../../../../testing/src/alerts.ts';
import { atOnce, eventually, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { connectStream, tokenFrom } from '../../../../testing/src/stream-client.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { setBoundary } from '../../agencies/set-boundary.ts';
import { addCallflow, type CallflowSettings, editCallflow } from '../../authorization/callflows/save-callflow.ts';
import { changeAlert } from '../../incidents/alerts/change-alert.ts';

const actor = { kind: 'console', id: 'test' } as const;
const clientId = 'sandbox-alarm';
const USER = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };
/** Two counties side by side, from 0 to 10 and from 10 to 20 degrees east. */
const county = (west: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 0],
      [west + 10, 0],
      [west + 10, 10],
      [west, 10],
      [west, 0],
    ],
  ],
});
let count = 0;

onEachEngine('an alert of a configured callflow', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  let station: Caller;
  let stationThere: Caller;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
    station = await callerOf(world.app, clientId);
    stationThere = await callerOf(there.app, clientId);
    await setBoundary(world.parts, { agencyId: 'sandbox-county', geometry: county(0), actor });
    await setBoundary(world.parts, { agencyId: 'harbor-city', geometry: county(10), actor });
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  /** A new callflow of the sandbox's central station. */
  async function callflow(settings: Partial<CallflowSettings> = {}): Promise<string> {
    count += 1;
    const name = `flow-${count}`;
    const whole = { agencyIds: ['sandbox-county'], ...settings };
    await addCallflow(world.parts, { clientId, name, settings: whole, actor });
    // The other process learns it within a second.
    await eventually(
      async () => (await there.parts.clients.find(clientId))?.callflows.some((known) => known.name === name) === true,
    );
    return name;
  }
  const byPosition = (settings: Partial<CallflowSettings> = {}) =>
    callflow({ routing: 'position', agencyIds: ['sandbox-county', 'harbor-city'], ...settings });
  const send = (name: string, variables: object, { caller = station, key }: { caller?: Caller; key?: string } = {}) =>
    caller(
      'POST',
      '/v1/rem/trigger',
      { callflow: name, variables: { user: USER, ...variables } },
      key === undefined ? {} : { 'idempotency-key': key },
    );
  const at = (longitude: number, latitude: number, sourceId?: string) => ({
    event: { location: { geodetic: { latitude, longitude, uncertainty: 25 } }, source_id: sourceId },
  });
  async function agencyOf({ body }: { body: { alert_id: string } }): Promise<string | undefined> {
    const incidents = world.parts.database.read.selectFrom('incidents').select('agency_id');
    return (await incidents.where('id', '=', body.alert_id.replace('alert-', '')).executeTakeFirst())?.agency_id;
  }
  async function stored(): Promise<number> {
    const incidents = world.parts.database.read.selectFrom('incidents').select(({ fn }) => fn.countAll().as('n'));
    return Number((await incidents.executeTakeFirstOrThrow()).n);
  }

  test('that lacks required variables is refused with all their names, and nothing is stored', async () => {
    const name = await callflow({
      requiredVariables: ['event.source_id', 'vehicle.plate', 'permit_number', 'toString'],
    });
    const before = await stored();
    const wrong = await send(name, { ...at(5, 5), vehicle: { plate: '  ' }, permit_number: null });
    assert.equal(wrong.status, 400);
    assert.equal(
      wrong.body.detail,
      `The callflow ${name} requires variables that are missing: event.source_id, vehicle.plate, permit_number, toString`,
    );
    assert.equal(await stored(), before);
    const right = { ...at(5, 5, 's-1'), vehicle: { plate: '8ABC123' }, permit_number: 0, toString: { x: false } };
    assert.equal((await send(name, right)).status, 200);
  });

  test('goes where its position is, by the boundaries as they are at that moment', async () => {
    const name = await byPosition();
    assert.equal(await agencyOf(await send(name, at(5, 5))), 'sandbox-county');
    assert.equal(await agencyOf(await send(name, at(15, 5))), 'harbor-city');
    assert.equal(await agencyOf(await send(name, at(10, 5))), 'sandbox-county', 'a shared edge is of the first');
    const other = await byPosition({ agencyIds: ['harbor-city', 'sandbox-county'] });
    assert.equal(await agencyOf(await send(other, at(10, 5))), 'harbor-city');
    await editCallflow(world.parts, { clientId, name, settings: { agencyIds: ['harbor-city'] }, actor });
    assert.equal((await send(name, at(5, 5))).status, 422);
  });

  test('that nobody covers is refused, states it, and is stored nowhere', async () => {
    const name = await byPosition();
    const before = await stored();
    const { status, body } = await send(name, at(5, -5));
    assert.equal(status, 422);
    assert.equal(
      body.detail,
      `No agency of the callflow ${name} covers the position -5, 5; nobody was notified of this alert`,
    );
    assert.equal(await stored(), before);
    assert.equal((await send(await callflow(), at(5, -5))).status, 200, 'a fixed callflow asks nobody where it is');
  });

  test('is the same alert when it is sent again from across the border, by source id and by key', async () => {
    const name = await byPosition();
    const first = await send(name, at(5, 5, 'moving'));
    const again = await send(name, at(15, 5, 'moving'));
    assert.equal(again.body.alert_id, first.body.alert_id);
    assert.equal((await send(name, at(5, -5, 'moving'))).body.alert_id, first.body.alert_id, 'covered or not');
    const keyed = await send(name, at(5, 6), { key: 'one' });
    await setBoundary(world.parts, { agencyId: 'sandbox-county', geometry: county(-90), actor });
    assert.equal((await send(name, at(5, 6), { key: 'one' })).body.alert_id, keyed.body.alert_id);
    await setBoundary(world.parts, { agencyId: 'sandbox-county', geometry: county(0), actor });
    assert.equal((await send(name, at(6, 6), { key: 'one' })).status, 422);
  });

  test('sent at once from both sides of the border through two processes is one alert', async () => {
    const name = await byPosition();
    const before = await stored();
    const results = await atOnce(20, (index) =>
      send(name, at(index % 4 < 2 ? 5 : 15, 5, 'both'), { caller: index % 2 === 0 ? station : stationThere }),
    );
    assert.deepEqual(failed(results), []);
    const answers = succeeded(results);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(new Set(answers.map(({ body }) => body.alert_id)).size, 1);
    assert.equal(await stored(), before + 1);
  });

  test('of an active assailant joins its site across the border, covered or not, also at once through two processes', async () => {
    const assailant = (longitude: number, site_id: string, source_id: string) => {
      const { event } = at(longitude, 5, source_id);
      return { event: { ...event, site_id, emergency_type: 'ACTIVE_ASSAILANT', description: `Shots at ${source_id}` } };
    };
    const name = await byPosition();
    const first = await send(name, assailant(9.999, 'mall', 'mall-1'));
    assert.equal(await agencyOf(first), 'sandbox-county');
    for (const [longitude, source] of [
      [10.001, 'mall-2'],
      [-0.001, 'mall-3'],
    ] as const) {
      const further = await send(name, assailant(longitude, 'mall', source));
      assert.equal(further.body.parent_session_id, first.body.parent_session_id, source);
      const [again, elsewhere] = [
        await send(name, assailant(longitude, 'mall', source)),
        await send(name, assailant(15, 'mall', source)),
      ];
      assert.equal(again.body.alert_id, first.body.alert_id, 'a repeat');
      assert.equal(elsewhere.body.alert_id, first.body.alert_id, 'the same from another place is a further signal');
    }
    assert.notEqual((await send(name, assailant(10.001, 'school', 'school-1'))).body.alert_id, first.body.alert_id);
    const { body: log } = await station('GET', `/v1/alerts/${first.body.alert_id}/log_messages`);
    const signals = log.log_messages.filter(
      (line: { message_type: string }) => line.message_type === 'MULTI_TRIP_SIGNAL',
    );
    assert.deepEqual(
      signals.map(({ message }: { message: string }) => message),
      ['mall-2', 'mall-2', 'mall-3', 'mall-3'].map((id) => `Shots at ${id}. source id: ${id}, before: mall-1`),
    );
    const before = await stored();
    const results = await atOnce(12, (index) =>
      send(name, assailant(index % 4 < 2 ? 9.999 : 10.001, 'park', `park-${index}`), {
        caller: index % 2 === 0 ? station : stationThere,
      }),
    );
    assert.deepEqual(failed(results), []);
    assert.equal(new Set(succeeded(results).map(({ body }) => body.alert_id)).size, 1);
    assert.equal(await stored(), before + 1);
    world.clock.advance(31 * 60_000);
    assert.notEqual((await send(name, assailant(9.999, 'mall', 'mall-9'))).body.alert_id, first.body.alert_id);
  });

  test('answers what its callflow states, and always the session that later events repeat', async () => {
    const session = ['alert_id', 'parent_session_id'];
    const plain = await send(await callflow(), at(5, 5));
    assert.deepEqual(
      Object.keys(plain.body).sort(),
      [...session, 'created_time', 'sla_expiration_time', 'source_id', 'status'].sort(),
    );
    assert.equal(plain.body.parent_session_id, plain.body.alert_id);
    const silent = await send(await callflow({ answersWith: [] }), at(5, 5));
    assert.deepEqual(Object.keys(silent.body).sort(), session);
    const telling = await send(await byPosition({ answersWith: ['agency'] }), at(15, 5));
    assert.deepEqual(telling.body.covering_psap, { id: 'harbor-city', name: 'Harbor City Dispatch', phone: '' });
    assert.deepEqual(Object.keys(telling.body).sort(), [...session, 'covering_psap'].sort());
  });

  test("sends the sender's stream what its callflow states, and the center everything", async () => {
    const url = await world.app.listen({ host: '127.0.0.1', port: 0 });
    const quiet = await callflow({ tellsSender: ['disposition'] });
    const plain = await callflow();
    const event_types = ALERT_EVENT_TYPES.join(',');
    const [center, sender] = await Promise.all(
      ['sandbox-cad', clientId].map(async (id) =>
        connectStream(url, { token: await tokenFrom(url, id), event_types }, {}, '/v1'),
      ),
    );
    assert.ok(center !== undefined && sender !== undefined);
    for (const name of [quiet, plain]) {
      const { body } = await send(name, at(5, 5));
      const incidentId = body.alert_id.replace('alert-', '');
      const change = asked({ status: 'ACCEPTED', disposition: 'DISPATCHED' });
      await changeAlert(world.parts, { ...change, party: CENTER, incidentId, origin: originFrom() });
      const message = { message: 'On our way', message_type: 'CHAT_MESSAGE' };
      assert.equal(
        (await (await callerOf(world.app, 'sandbox-cad'))('POST', `/v1/alerts/${body.alert_id}/log_messages`, message))
          .status,
        200,
      );
      const received = (stream: typeof sender) =>
        stream.frames.filter((frame) => frame.body.alert_id === body.parent_session_id).map(({ event }) => event);
      const all = ['alert.new', 'alert.status_update', 'alert.disposition_update', 'alert.chat'];
      await eventually(() => received(center).length === all.length);
      const expected = name === quiet ? ['alert.new', 'alert.disposition_update'] : all;
      await eventually(() => received(sender).length >= expected.length);
      assert.deepEqual(received(center), all);
      assert.deepEqual(received(sender), expected);
    }
    center.socket.terminate();
    sender.socket.terminate();
  });
});
