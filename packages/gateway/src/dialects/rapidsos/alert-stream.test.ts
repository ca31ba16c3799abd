import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ALERT_EVENT_TYPES } from '@sallyport/contract';
import { asked, CENTER, raiseOne, STATION } from '../../../../testing/src/alerts.ts';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { connectStream, type StreamClient, tokenFrom } from '../../../../testing/src/stream-client.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { addMessage } from '../../incidents/alerts/add-message.ts';
import { changeAlert } from '../../incidents/alerts/change-alert.ts';
import { relocateAlert } from '../../incidents/alerts/relocate-alert.ts';
import type { AlertRequest } from '../../incidents/alerts/rules.ts';
import type { AlertParty } from '../../incidents/incident/alert-party.ts';
import type { Incident } from '../../incidents/incident/types.ts';
import { alertIdOf } from '../requests/alert-id.ts';

const ALL = ALERT_EVENT_TYPES.join(',');
const origin = originFrom();

onEachEngine("RapidSOS's stream of alert events", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url = '';
  const tokens: Record<string, string> = {};
  const open: StreamClient[] = [];
  before(async () => {
    world = await testWorld(engine);
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
    for (const id of ['sandbox-cad', 'sandbox-alarm', 'harbor-cad', 'sandbox-prepared-events']) {
      tokens[id] = await tokenFrom(url, id);
    }
  });
  after(async () => {
    for (const { socket } of open) socket.terminate();
    await world.stop();
  });

  async function listen(clientId: string, query: Record<string, string> = {}): Promise<StreamClient> {
    const stream = await connectStream(url, { token: tokens[clientId] ?? '', event_types: ALL, ...query }, {}, '/v1');
    open.push(stream);
    return stream;
  }
  const change = (party: AlertParty, { id }: Incident, request: Partial<AlertRequest>) =>
    changeAlert(world.parts, { ...asked(request), party, incidentId: id, origin });
  const state = (party: AlertParty, { id }: Incident, kind: 'chat' | 'milestone' | 'further_signal') =>
    addMessage(world.parts, { party, incidentId: id, message: { kind, text: 'Side door' }, origin });
  const namesOf = ({ frames }: StreamClient) => frames.map(({ event }) => event);

  /** Everything that can happen to one alert. */
  async function live(): Promise<Incident> {
    const alert = await raiseOne(world.parts, { sourceId: `s-${Math.random()}` });
    await change(STATION, alert, { status: 'DISPATCH_REQUESTED' });
    await change(CENTER, alert, { status: 'ACCEPTED', disposition: 'DISPATCHED' });
    await state(CENTER, alert, 'chat');
    await state(STATION, alert, 'milestone');
    await state(STATION, alert, 'further_signal');
    const location = { ...(alert.location as NonNullable<Incident['location']>), latitude: 40.75 };
    await relocateAlert(world.parts, { party: STATION, incidentId: alert.id, location, origin });
    return alert;
  }
  const LIFE = [
    'alert.new',
    'alert.status_update',
    'alert.status_update',
    'alert.disposition_update',
    'alert.chat',
    'alert.milestone',
    'alert.multi_trip_signal',
    'alert.location_update',
  ];

  test('a center and the sender receive every change of an alert, their own too, in the shapes of each event', async () => {
    const center = await listen('sandbox-cad');
    const station = await listen('sandbox-alarm');
    const alert = await live();
    await eventually(() => center.frames.length >= LIFE.length && station.frames.length >= LIFE.length);
    assert.deepEqual(namesOf(center), LIFE);
    assert.deepEqual(namesOf(station), LIFE);
    for (const frame of center.frames) {
      assert.deepEqual(Object.keys(frame), ['event', 'timestamp', 'body']);
      assert.equal(frame.timestamp, world.clock.now());
      assert.equal(frame.body.alert_id, alertIdOf(alert));
    }
    const [created, requested, accepted, disposed, chat, milestone, signal, moved] = center.frames.map(
      ({ body }) => body,
    );
    assert.deepEqual(created.status.name, 'NEW');
    assert.deepEqual([created.followers, created.sla_expiration_time, created.log_messages], [[], null, []]);
    assert.ok(!('sla_expiration_time' in station.frames[0].body), 'only the center is notified of its deadline');
    const common = (party: AlertParty, entity: [string, string]) => ({
      alert_id: alertIdOf(alert),
      created_at: String(world.clock.now()),
      message_time: String(world.clock.now()),
      entity_id: entity[0],
      entity_display_name: entity[1],
      sender: party.sender,
      sender_id: `RapidSOS-${party.senderId}`,
    });
    const byCenter = common(CENTER, ['sandbox-county', 'Sandbox County 9-1-1']);
    const byStation = common(STATION, ['sandbox-alarm', 'Sandbox Alarm Company']);
    const deadline = world.clock.now() + 45_000;
    const request = { name: 'DISPATCH_REQUESTED', display_name: 'Dispatch Requested', sla_expiration_time: deadline };
    assert.deepEqual(requested, { ...byStation, status: request });
    assert.deepEqual(accepted, { ...byCenter, status: { name: 'ACCEPTED', display_name: 'Received' } });
    assert.deepEqual(disposed, { ...byCenter, disposition: { name: 'DISPATCHED', display_name: 'Dispatched' } });
    assert.deepEqual(chat, { ...byCenter, message: 'Side door' });
    assert.deepEqual(milestone, { ...byStation, message: 'Side door', message_type: 'MILESTONE' });
    assert.deepEqual(signal, { ...byStation, message: 'Side door', message_type: 'MULTI_TRIP_SIGNAL' });
    assert.deepEqual(Object.keys(moved), ['alert_id', 'provided_location', 'geodetic', 'civic', 'created_at']);
    assert.equal(moved.geodetic.latitude, 40.75);
  });

  test('a sender receives its alerts in every agency, a center of its own, and each of the events asked for alone', async () => {
    const station = await listen('sandbox-alarm', { event_types: 'alert.new' });
    const harbor = await listen('harbor-cad', { event_types: 'alert.new,alert.status_update' });
    const sandbox = await listen('sandbox-cad', { event_types: 'alert.status_update' });
    const there = await raiseOne(world.parts, {}, { agencyId: 'harbor-city', requestsDispatch: true });
    const here = await raiseOne(world.parts, {}, { requestsDispatch: true });
    await eventually(() => station.frames.length === 2 && harbor.frames.length === 2 && sandbox.frames.length === 1);
    const ids = ({ frames }: StreamClient) => [...new Set(frames.map(({ body }) => body.alert_id))].sort();
    assert.deepEqual(ids(station), [alertIdOf(there), alertIdOf(here)].sort());
    assert.deepEqual(ids(harbor), [alertIdOf(there)]);
    assert.deepEqual(ids(sandbox), [alertIdOf(here)]);
    assert.deepEqual(namesOf(harbor), ['alert.new', 'alert.status_update']);
  });

  test('whoever resumes after the last cursors receives everything since, once, and from both of a sender agencies', async () => {
    const first = await listen('sandbox-alarm', { after: 'now' });
    await raiseOne(world.parts);
    await raiseOne(world.parts, {}, { agencyId: 'harbor-city' });
    await eventually(() => first.frames.length === 2);
    const after = first.frames.map(({ cursor }) => cursor).join(',');
    first.socket.terminate();
    const missed = [await raiseOne(world.parts), await raiseOne(world.parts, {}, { agencyId: 'harbor-city' })];
    const again = await listen('sandbox-alarm', { after });
    await eventually(() => again.frames.length >= 2);
    assert.deepEqual(again.frames.map(({ body }) => body.alert_id).sort(), missed.map(alertIdOf).sort());
  });

  test('it is refused before the upgrade: 400, 401, 403 and 406, each with what to fix', async () => {
    const token = tokens['sandbox-cad'] ?? '';
    for (const [query, status] of [
      [{ token }, 400],
      [{ token, event_types: '' }, 400],
      [{ token, event_types: ' , ' }, 400],
      [{ token, event_types: ALL, after: 'yesterday' }, 400],
      [{ token, event_types: ALL, after: 'harbor-city:0' }, 400],
      [{ event_types: ALL }, 401],
      [{ token: 'garbage', event_types: ALL }, 401],
      [{ token: tokens['sandbox-prepared-events'] ?? '', event_types: ALL }, 403],
      [{ token, event_types: 'alert.new,alert.everything' }, 406],
    ] as const) {
      const refusal = connectStream(url, query, {}, '/v1');
      await assert.rejects(refusal, new RegExp(`refused with ${status}`), JSON.stringify(query));
    }
    const answer = await world.app.inject({ url: `/v1?token=${token}&event_types=${ALL}` });
    assert.equal(answer.statusCode, 426);
    assert.deepEqual(Object.keys(answer.json()), ['detail']);
  });
});
