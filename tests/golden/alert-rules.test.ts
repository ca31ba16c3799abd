import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { timeOutAlerts } from '../../packages/gateway/src/incidents/alerts/time-out-alerts.ts';
import { type Caller, callerOf } from '../../packages/testing/src/caller.ts';
import { onEachEngine } from '../../packages/testing/src/engines.ts';
import { testWorld } from '../../packages/testing/src/world.ts';
import { alertBody } from '../e2e/sandbox.ts';
import { assertGolden } from './golden-file.ts';
import { shapeOf } from './shape.ts';

/** Every value as RapidSOS publishes it (`wire/rapidsos` 1.3 and 1.4), written out: the model's own lists are what is tested. */
const STATUSES = ['NEW', 'IGNORED', 'DISPATCH_REQUESTED', 'ACCEPTED', 'DECLINED', 'TIMEOUT', 'CANCELED'] as const;
const OF_STATION = ['DISPATCH_REQUESTED', 'IGNORED', 'CANCELED'];
const OF_CENTER = ['ACCEPTED', 'DECLINED'];
const DISPOSITIONS = [
  ...['DISPATCHED', 'ENROUTE', 'PREEMPTED', 'ON_SCENE'],
  ...['CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED'],
];
const MESSAGE_TYPES = ['SYSTEM_UPDATE', 'STATUS_UPDATE', 'CHAT_MESSAGE', 'MILESTONE', 'MULTI_TRIP_SIGNAL'];
const EMERGENCIES = [
  ...['BURGLARY', 'HOLDUP', 'SILENT_ALARM', 'CRASH', 'MEDICAL', 'FIRE', 'CO', 'OTHER'],
  ...['ACTIVE_ASSAILANT', 'MOBILE_PANIC', 'TRAIN_DERAILMENT'],
];
const SITES = ['RESIDENTIAL', 'COMMERCIAL', 'PERSONAL', 'VEHICLE', 'TRAIN'];
const NO_VALUES = ['', 'DONE', 'accepted', ' ACCEPTED', 5, true, null, [], ['ACCEPTED'], {}];

type Status = (typeof STATUSES)[number];

onEachEngine("RapidSOS's rules of alert management", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let center: Caller;
  let station: Caller;
  let alerts = 0;
  before(async () => {
    const unlimited = { limitAlertsPerMinute: 0, limitReadsPerMinute: 0, limitTokensPerMinute: 0 };
    world = await testWorld(engine, unlimited);
    center = await callerOf(world.app, 'sandbox-cad');
    station = await callerOf(world.app, 'sandbox-alarm');
  });
  after(() => world.stop());

  async function raise(event: object = {}): Promise<string> {
    alerts += 1;
    const body = alertBody(`rules ${alerts}`);
    Object.assign(body.variables.event, event);
    const { status, body: raised } = await station('POST', '/v1/rem/trigger', body);
    assert.equal(status, 200, JSON.stringify(raised));
    return raised.alert_id;
  }
  const change = (by: Caller, alertId: string, body: unknown) => by('PATCH', `/v1/alerts/${alertId}`, body);

  /** A new alert, brought into that status by those who may. */
  async function alertIn(status: Status): Promise<string> {
    const alertId = await raise();
    const reach = async (by: Caller, to: string) => {
      const answer = await change(by, alertId, { status: to });
      assert.equal(answer.status, 200, `${to}: ${JSON.stringify(answer.body)}`);
    };
    if (status === 'NEW') return alertId;
    if (status === 'IGNORED' || status === 'CANCELED') await reach(station, status);
    else await reach(station, 'DISPATCH_REQUESTED');
    if (status === 'TIMEOUT') {
      world.clock.advance(45_000);
      await timeOutAlerts(world.parts);
    }
    if (status === 'ACCEPTED' || status === 'DECLINED') await reach(center, status);
    return alertId;
  }

  /** `200`, or the refusal with its words. */
  const outcomeOf = ({ status, body }: Awaited<ReturnType<Caller>>) => {
    if (status === 200) return '200';
    assert.deepEqual(Object.keys(body), ['detail']);
    return `${status} ${body.detail}`;
  };

  test('each status from each status by each side: 200, 403 by the kind of integration, 409 by the transition', async () => {
    const table: Record<string, Record<string, string>> = {};
    for (const [side, by, own] of [
      ['center', center, OF_CENTER],
      ['central station', station, OF_STATION],
    ] as const) {
      for (const from of STATUSES) {
        const row: Record<string, string> = {};
        for (const to of STATUSES) {
          const alertId = await alertIn(from);
          const answer = await change(by, alertId, { status: to });
          assert.equal(answer.status === 403, !own.includes(to), `${side}: ${to}`);
          assert.ok([200, 403, 409].includes(answer.status));
          const read = (await by('GET', `/v1/alerts/${alertId}`)).body;
          assert.equal(read.status.name, answer.status === 200 ? to : from);
          if (answer.status === 200)
            assert.deepEqual(answer.body.status, { name: to, display_name: read.status.display_name });
          row[to] = outcomeOf(answer);
        }
        table[`${side}, from ${from}`] = row;
      }
    }
    assertGolden('alerts/transitions.json', table);
  });

  test('each disposition in each status, and each after each other', async () => {
    const table: Record<string, Record<string, string>> = {};
    for (const status of STATUSES) {
      const row: Record<string, string> = {};
      for (const disposition of DISPOSITIONS) {
        const alertId = await alertIn(status);
        row[disposition] = outcomeOf(await change(center, alertId, { disposition }));
        const refused = await change(station, alertId, { disposition });
        assert.equal(refused.status, 403);
      }
      table[`of an alert that is ${status}`] = row;
    }
    for (const earlier of DISPOSITIONS) {
      const row: Record<string, string> = {};
      for (const later of DISPOSITIONS) {
        const alertId = await raise();
        const accepted = await change(center, alertId, { status: 'ACCEPTED', disposition: earlier });
        assert.equal(accepted.body.disposition.name, earlier);
        row[later] = outcomeOf(await change(center, alertId, { disposition: later }));
      }
      table[`after ${earlier}`] = row;
    }
    assertGolden('alerts/dispositions.json', table);
  });

  test('every other value of every field is refused with 400, with what to fix, and changes nothing', async () => {
    const [fresh, accepted] = [await raise(), await alertIn('ACCEPTED')];
    const long = (length: number) => 'x'.repeat(length);
    const log = `/v1/alerts/${fresh}/log_messages`;
    const asked: [string, Caller, 'PATCH' | 'POST' | 'GET', string, unknown][] = [];
    const named = (body: unknown) => JSON.stringify(body).replace(/x{50,}/, (text) => `<${text.length} letters>`);
    const patch = (by: Caller, alertId: string, body: unknown) =>
      asked.push([named(body), by, 'PATCH', `/v1/alerts/${alertId}`, body]);
    const state = (body: unknown) => asked.push([named(body), center, 'POST', log, body]);
    for (const value of NO_VALUES) patch(center, fresh, { status: value });
    for (const value of [...NO_VALUES, 'CANCELED', 'NEW']) patch(center, accepted, { disposition: value });
    for (const value of ['', long(101), 5]) {
      patch(center, fresh, { status: 'DECLINED', decline_reason: value });
      patch(station, fresh, { status: 'CANCELED', cancel_reason: value });
    }
    for (const body of [{}, [], 'ACCEPTED', null, 5]) patch(center, fresh, body);
    patch(center, fresh, { decline_reason: 'no status' });
    patch(center, fresh, { status: 'ACCEPTED', decline_reason: 'not declined' });
    patch(station, fresh, { cancel_reason: 'no status' });
    patch(station, fresh, { status: 'IGNORED', cancel_reason: 'not canceled' });
    for (const value of [...NO_VALUES, 'alert.chat']) state({ message: 'Hello', message_type: value });
    for (const value of ['', long(1_001), 5, null, {}]) state({ message: value, message_type: 'CHAT_MESSAGE' });
    for (const body of [{}, { message: 'Hello' }, { message_type: 'MILESTONE' }, [], 'Hello', null]) state(body);
    for (const query of ['page=0', 'page=-1', 'page=one', 'limit=0', 'limit=101', 'limit=2.5']) {
      asked.push([query, center, 'GET', `${log}?${query}`, undefined]);
    }
    asked.push(['start=2&end=1', center, 'GET', '/v1/alerts?start=2&end=1', undefined]);
    const read = async () =>
      JSON.stringify([
        await center('GET', `/v1/alerts/${fresh}?extra=logs`),
        await center('GET', `/v1/alerts/${accepted}?extra=logs`),
      ]);
    const before = await read();
    const table: Record<string, string> = {};
    for (const [what, by, method, path, body] of asked) {
      const sent = body === undefined ? undefined : JSON.stringify(body);
      const answer = await by(method, path, sent, { 'content-type': 'application/json' });
      const name = `${method} ${path.includes('log_messages') ? 'log_messages' : 'alert'} ${what}`;
      assert.equal(answer.status, 400, name);
      table[name] = outcomeOf(answer);
    }
    assert.equal(await read(), before);
    assertGolden('alerts/refused-values.json', table);
  });

  test('more than the allowance is refused with 429, until when it states', async (t) => {
    const limited = await testWorld(engine, { limitAlertsPerMinute: 1, limitReadsPerMinute: 1 }, world.clock);
    t.after(() => limited.stop());
    const cad = await callerOf(limited.app, 'sandbox-cad');
    const path = `/v1/alerts/${await raise()}`;
    const message = { message: 'Hello', message_type: 'CHAT_MESSAGE' };
    const table: Record<string, unknown> = {};
    await cad('GET', '/v1/alerts');
    await cad('PATCH', path, { status: 'ACCEPTED' });
    for (const [name, asked] of [
      ['GET /v1/alerts', cad('GET', '/v1/alerts')],
      ['GET /v1/alerts/{alert_id}', cad('GET', path)],
      ['PATCH /v1/alerts/{alert_id}', cad('PATCH', path, { status: 'DECLINED' })],
      ['GET /v1/alerts/{alert_id}/log_messages', cad('GET', `${path}/log_messages`)],
      ['POST /v1/alerts/{alert_id}/log_messages', cad('POST', `${path}/log_messages`, message)],
    ] as const) {
      table[name] = outcomeOf(await asked);
    }
    assertGolden('alerts/too-many.json', table);
  });

  test('every type of emergency and site and every type of message, with the words people read', async () => {
    const encoded: Record<string, unknown> = {};
    for (const name of EMERGENCIES.flatMap((plain) => [plain, `TEST_${plain}`])) {
      const { body } = await center('GET', `/v1/alerts/${await raise({ emergency_type: name })}`);
      assert.deepEqual([body.emergency_type.name, body.test_mode.test_enabled], [name, name.startsWith('TEST_')]);
      encoded[name] = body.emergency_type;
    }
    for (const name of SITES) {
      const { body } = await center('GET', `/v1/alerts/${await raise({ site_type: name })}`);
      assert.equal(body.site_type.name, name);
      encoded[name] = body.site_type;
    }
    for (const by of [center, station]) {
      const alertId = await raise();
      for (const message_type of MESSAGE_TYPES) {
        const stated = await by('POST', `/v1/alerts/${alertId}/log_messages`, { message: 'Hello', message_type });
        assert.deepEqual([stated.status, stated.body.message_type], [200, message_type]);
      }
    }
    assertGolden('alerts/names.json', encoded);
  });

  test('what RapidSOS has no name for is OTHER to programs; long texts are cut to the published lengths', async () => {
    const long = 'Water in the basement, '.repeat(20);
    const alertId = await raise({
      emergency_type: 'FLOOD',
      site_type: 'SCHOOL',
      description: long,
      service_provider_name: 'A monitoring company with a name of more than fifty letters',
    });
    const { body } = await center('GET', `/v1/alerts/${alertId}?extra=logs`);
    assert.deepEqual(body.emergency_type, { name: 'OTHER', display_name: 'Flood' });
    assert.equal(body.site_type, null);
    assert.ok(body.description.length <= 150 && long.startsWith(body.description.slice(0, -1)));
    assert.ok(body.service_provider_name.length <= 50);
    const [alarm] = body.adr.filter(({ source }: { source: string }) => source === 'alarm');
    assert.deepEqual([alarm.data.description, alarm.data.site_type], [long, 'SCHOOL']);
    const bare = await center('GET', `/v1/alerts/${await raise({ description: null, emergency_type: 'TEST_FLOOD' })}`);
    assert.deepEqual(
      [bare.body.description, bare.body.emergency_type],
      ['Flood (test)', { name: 'TEST_OTHER', display_name: 'Flood (test)' }],
    );
  });

  test('an alert at each step of its life, with its log, as each side reads it', async () => {
    const steps: Record<string, unknown> = {};
    const civic = { street_1: '350 5th Ave', city: 'New York', state: 'NY', country: 'US', zip_code: '10118' };
    const geodetic = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
    const alertId = await raise({ site_type: 'COMMERCIAL', location: { geodetic, civic } });
    const keep = async (step: string, by: Caller) => {
      const { body } = await by('GET', `/v1/alerts/${alertId}?extra=logs`);
      const { total_records, log_messages } = (await by('GET', `/v1/alerts/${alertId}/log_messages`)).body;
      assert.deepEqual([total_records, log_messages], [body.logs.length, body.logs]);
      steps[step] = shapeOf({ ...body, source_id: '<source id>' });
    };
    await keep('new, to the center', center);
    await change(station, alertId, { status: 'DISPATCH_REQUESTED' });
    await keep('dispatch requested, to the center', center);
    await change(center, alertId, { status: 'ACCEPTED', disposition: 'DISPATCHED' });
    await keep('accepted, to the central station', station);
    await change(station, alertId, { status: 'CANCELED', cancel_reason: 'False alarm' });
    await keep('canceled, to the center', center);
    assertGolden('alerts/steps.json', steps);
  });
});
