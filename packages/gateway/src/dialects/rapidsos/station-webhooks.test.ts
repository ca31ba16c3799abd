import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { type Receiver, startReceiver, status, verify } from '../../../../testing/src/receiver.ts';
import { OWNER, type WebhookWorld, webhookWorld } from '../../../../testing/src/webhook-world.ts';
import { runningClock } from '../../../../testing/src/world.ts';
import { addAgency } from '../../agencies/add-agency.ts';
import { addCallflow, removeCallflow } from '../../authorization/callflows/save-callflow.ts';
import { registerClient } from '../../authorization/clients/register-client.ts';
import { findClient } from '../../authorization/clients/store.ts';
import { listSubscriptions } from '../../delivery/webhooks/subscriptions/find-subscriptions.ts';
import { Secret } from '../../kernel/secrets.ts';

const PATH = '/v1/webhooks/subscriptions';
const EVENT_TYPES = ['alert.new', 'alert.status_update', 'alert.chat'];
const ACTOR = { kind: 'system', id: 'test' } as const;
let alerts = 0;

onEachEngine("a central station's webhooks", (engine) => {
  let world: WebhookWorld;
  const callers: Record<string, Caller> = {};
  const as = (clientId: string) => callers[clientId] as Caller;
  before(async () => {
    world = await webhookWorld(engine, { clock: runningClock() });
    const sandbox = await findClient(world.parts.database.read, 'sandbox-alarm');
    assert.ok(sandbox);
    const { secrets: _, disabledAt: __, createdAt: ___, ...registration } = sandbox;
    for (const [id, callflows] of [
      ['other-alarm', registration.callflows],
      ['idle-alarm', []],
    ] as const) {
      const other = { ...registration, id, applicationId: id, applicationName: id, callflows };
      await registerClient(world.parts, { registration: other, actor: ACTOR, secret: new Secret(`${id}-secret`) });
    }
    for (const id of ['sandbox-alarm', 'other-alarm', 'idle-alarm', 'sandbox-cad', 'harbor-cad']) {
      callers[id] = await callerOf(world.app, id);
    }
  });
  after(() => world.stop());

  async function subscribe(clientId: string, { url }: Receiver): Promise<{ id: number; secret: string }> {
    const answer = await as(clientId)('POST', PATH, { url, event_types: EVENT_TYPES });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  }

  /** A new alert; returns its id. */
  async function raise(clientId: string, callflow = 'sandbox'): Promise<string> {
    alerts += 1;
    const user = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };
    const location = { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } };
    const event = { emergency_type: 'BURGLARY', source_id: `station ${alerts}`, location };
    const answer = await as(clientId)('POST', '/v1/rem/trigger', { callflow, variables: { user, event } });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body.alert_id;
  }
  const accept = (clientId: string, alertId: string) =>
    as(clientId)('PATCH', `/v1/alerts/${alertId}`, { status: 'ACCEPTED' });
  const notified = ({ received }: Receiver) => received.map(({ body }) => [body.event_type, body.body.alert_id]);
  const receives = (receiver: Receiver, ...expected: readonly (readonly [string, string])[]) =>
    eventually(() => expected.every((one) => notified(receiver).some((stated) => String(stated) === String(one))));

  test('send the alerts it sent, at every agency, in the words for a sender, and of nothing else', async (t) => {
    const [own, other, center] = await Promise.all([startReceiver(t), startReceiver(t), startReceiver(t)]);
    const { id, secret } = await subscribe('sandbox-alarm', own);
    await subscribe('other-alarm', other);
    await subscribe('sandbox-cad', center);
    await world.openCall();
    const theirs = await raise('other-alarm');
    const [here, there] = [await raise('sandbox-alarm'), await raise('sandbox-alarm', 'harbor')];
    await accept('sandbox-cad', theirs);
    await accept('sandbox-cad', here);
    await accept('harbor-cad', there);
    const message = { message: 'Which door?', message_type: 'CHAT_MESSAGE' };
    for (const alertId of [theirs, here])
      await as('sandbox-cad')('POST', `/v1/alerts/${alertId}/log_messages`, message);
    const story = (alertId: string) => EVENT_TYPES.map((eventType) => [eventType, alertId] as const);
    await receives(own, ...story(here), ['alert.new', there], ['alert.status_update', there]);
    await receives(other, ...story(theirs));
    await receives(center, ...story(theirs), ...story(here));
    assert.equal(own.received.length, 5, 'nothing of another sender, and no call');
    assert.equal(other.received.length, 3);
    assert.equal(center.received.length, 6);
    for (const received of own.received) verify(received, secret);
    assert.equal(new Set(own.received.map((received) => received.id)).size, 5);
    assert.equal(own.received.filter(({ body }) => body.event_type === 'alert.new').length, 2);
    for (const { body } of own.received) assert.ok(!('sla_expiration_time' in body.body), 'only the center has it');
    const [first] = center.received;
    assert.ok(first !== undefined && 'sla_expiration_time' in first.body.body);
    const { body: tested } = await as('sandbox-alarm')('POST', '/v1/webhooks/test', { subscription_id: id });
    assert.deepEqual([tested.delivered, tested.subscription_id], [true, id]);
  });

  test('are refused, made or edited, with a member that asks for another delivery, and taken with one that asks for this one', async (t) => {
    const receiver = await startReceiver(t);
    const asked = { url: receiver.url, event_types: EVENT_TYPES };
    const { id } = await subscribe('sandbox-alarm', receiver);
    const count = async () => (await as('sandbox-alarm')('GET', PATH)).body.length as number;
    const before = await count();
    for (const [name, value] of [
      ['secret', 'of our own'],
      ['signing_secret', 'of our own'],
      ['headers', { Authorization: 'Bearer receiver' }],
      ['auth', { type: 'basic', username: 'receiver', password: 'secret' }],
      ['method', 'PUT'],
      ['filters', [{ emergency_type: 'FIRE' }]],
      ['agency_ids', ['harbor-city']],
      ['eventTypes', ['alert.new']],
      ['active', false],
      ['Status', 'PAUSED'],
      ['disabled', 'true'],
    ] as const) {
      for (const [method, path] of [
        ['POST', PATH],
        ['PATCH', `${PATH}/${id}`],
      ] as const) {
        const answer = await as('sandbox-alarm')(method, path, { ...asked, [name]: value });
        assert.equal(answer.status, 400, `${method} ${name} ${JSON.stringify(answer.body)}`);
        assert.ok(answer.body.detail.includes(`\`${name}\` must be left out`), answer.body.detail);
      }
    }
    assert.equal(await count(), before);
    const said = {
      name: ' Night desk ',
      description: null,
      tags: ['a'],
      active: true,
      status: 'ACTIVE',
      headers: null,
    };
    const taken = await as('sandbox-alarm')('POST', PATH, { ...asked, ...said, secret: '' });
    assert.equal(taken.status, 201, JSON.stringify(taken.body));
    const rows = await world.parts.database.read
      .selectFrom('webhook_subscriptions')
      .select('name')
      .where('group_id', '=', taken.body.id)
      .execute();
    assert.deepEqual(new Set(rows.map(({ name }) => name)), new Set(['Night desk']));
    const { body: all } = await as('sandbox-alarm')('GET', PATH);
    const stored = all.find((one: { id: number }) => one.id === taken.body.id);
    const sentBack = await as('sandbox-alarm')('PATCH', `${PATH}/${taken.body.id}`, stored);
    assert.equal(sentBack.status, 200, JSON.stringify(sentBack.body));
    for (const one of [id, taken.body.id]) await as('sandbox-alarm')('DELETE', `${PATH}/${one}`);
  });

  test('are its own alone: another central station, a center and its administrators have no such subscription', async (t) => {
    const receiver = await startReceiver(t);
    const { id } = await subscribe('sandbox-alarm', receiver);
    const listed = async (clientId: string) =>
      (await as(clientId)('GET', PATH)).body.map((one: { id: number }) => one.id) as number[];
    assert.equal((await listed('sandbox-alarm')).filter((one) => one === id).length, 1, 'once, at whatever agencies');
    const rows = world.parts.database.read.selectFrom('webhook_subscriptions').select('id').where('group_id', '=', id);
    const ids = (await rows.execute()).map((row) => row.id);
    assert.equal(ids.length, 2);
    for (const stranger of ['other-alarm', 'idle-alarm', 'sandbox-cad', 'harbor-cad']) {
      assert.ok(!(await listed(stranger)).some((one) => ids.includes(one)), stranger);
      for (const rowId of ids) {
        const asked = [
          await as(stranger)('PATCH', `${PATH}/${rowId}`, { event_types: ['alert.new'] }),
          await as(stranger)('DELETE', `${PATH}/${rowId}`),
          await as(stranger)('POST', '/v1/webhooks/test', { subscription_id: rowId }),
        ];
        for (const answer of asked) assert.equal(answer.status, 404, stranger);
      }
    }
    for (const agencyId of ['sandbox-county', 'harbor-city']) {
      const ofAgency = await listSubscriptions(world.parts, { ...OWNER, agencyId });
      assert.ok(!ofAgency.some((one) => ids.includes(one.id)), agencyId);
    }
    const [inner = 0] = ids.filter((rowId) => rowId !== id);
    assert.equal(
      (await as('sandbox-alarm')('DELETE', `${PATH}/${inner}`)).status,
      404,
      'a part of it is no subscription',
    );
    const none = await as('idle-alarm')('POST', PATH, { url: receiver.url, event_types: EVENT_TYPES });
    assert.equal(none.status, 403);
  });

  test('are edited and removed at all agencies at once', async (t) => {
    const [first, second] = [await startReceiver(t), await startReceiver(t)];
    const { id } = await subscribe('other-alarm', first);
    const edit = { url: second.url, event_types: ['alert.new'] };
    const edited = await as('other-alarm')('PATCH', `${PATH}/${id}`, edit);
    assert.deepEqual([edited.status, edited.body.id, edited.body.url], [200, id, second.url]);
    const alertIds = [await raise('other-alarm'), await raise('other-alarm', 'harbor')];
    await receives(second, ...alertIds.map((alertId) => ['alert.new', alertId] as const));
    await accept('sandbox-cad', alertIds[0] ?? '');
    assert.equal((await as('other-alarm')('DELETE', `${PATH}/${id}`)).status, 204);
    const left = world.parts.database.read.selectFrom('webhook_subscriptions').select('id').where('group_id', '=', id);
    assert.deepEqual(await left.execute(), []);
    assert.deepEqual([first.received.length, second.received.length], [0, 2]);
  });

  test('follow its callflows: an agency that comes later is received from its first alert on, one that goes as long as alerts live', async (t) => {
    const receiver = await startReceiver(t);
    await subscribe('sandbox-alarm', receiver);
    await addAgency(world.parts, { agency: { id: 'later-county', name: 'Later County' }, actor: ACTOR });
    const callflow = { clientId: 'sandbox-alarm', name: 'later', actor: ACTOR };
    await addCallflow(world.parts, { ...callflow, settings: { agencyIds: ['later-county'] } });
    const early = await raise('sandbox-alarm', 'later');
    await receives(receiver, ['alert.new', early]);
    const kept = await raise('sandbox-alarm', 'later');
    await removeCallflow(world.parts, callflow);
    assert.equal((await as('sandbox-alarm')('PATCH', `/v1/alerts/${kept}`, { status: 'CANCELED' })).status, 200);
    await receives(receiver, ['alert.new', kept], ['alert.status_update', kept]);
    const ids = receiver.received.map((received) => received.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('leave out what its callflow does not send its sender', async (t) => {
    const receiver = await startReceiver(t);
    const settings = { agencyIds: ['sandbox-county'], tellsSender: ['messages'] } as const;
    await addCallflow(world.parts, { clientId: 'sandbox-alarm', name: 'quiet', settings, actor: ACTOR });
    await subscribe('sandbox-alarm', receiver);
    const alertId = await raise('sandbox-alarm', 'quiet');
    await accept('sandbox-cad', alertId);
    await as('sandbox-cad')('POST', `/v1/alerts/${alertId}/log_messages`, {
      message: 'Hi',
      message_type: 'CHAT_MESSAGE',
    });
    await receives(receiver, ['alert.chat', alertId]);
    assert.deepEqual(notified(receiver), [
      ['alert.new', alertId],
      ['alert.chat', alertId],
    ]);
  });

  test('that answer 410 are disabled for that agency, in no record of the agency, until their address is given anew', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(410);
    const { id } = await subscribe('other-alarm', receiver);
    const alertId = await raise('other-alarm');
    const { read } = world.parts.database;
    const states = async () => {
      const rows = read.selectFrom('webhook_subscriptions').select(['agency_id', 'state']).where('group_id', '=', id);
      return Object.fromEntries((await rows.execute()).map(({ agency_id, state }) => [agency_id, state]));
    };
    await eventually(async () => (await states())['sandbox-county'] === 'disabled');
    assert.equal((await states())['harbor-city'], 'active');
    const records = await read.selectFrom('audit_records').select(['agency_id', 'subject']).execute();
    const rows = await read.selectFrom('webhook_subscriptions').select('id').where('group_id', '=', id).execute();
    const about = records.filter(({ subject }) => rows.some((row) => String(row.id) === subject));
    assert.ok(about.length >= 2);
    assert.ok(about.every(({ agency_id }) => agency_id === null));
    receiver.answer = status(200);
    const mended = await as('other-alarm')('PATCH', `${PATH}/${id}`, { url: receiver.url });
    assert.equal(mended.status, 200);
    await eventually(() => receiver.received.length === 2);
    assert.deepEqual(notified(receiver), [
      ['alert.new', alertId],
      ['alert.new', alertId],
    ]);
    assert.equal((await states())['sandbox-county'], 'active');
  });
});
