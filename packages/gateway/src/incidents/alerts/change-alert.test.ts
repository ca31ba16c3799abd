import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asked, CENTER, raiseOne, STATION } from '../../../../testing/src/alerts.ts';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import { eventsAfter } from '../events/store.ts';
import type { AlertParty } from '../incident/alert-party.ts';
import { findIncident } from '../incident/store.ts';
import type { AlertStatus, Incident } from '../incident/types.ts';
import { addMessage } from './add-message.ts';
import { changeAlert } from './change-alert.ts';
import { readAlertLog } from './read-alerts.ts';
import { type AlertRequest, TRANSITIONS } from './rules.ts';
import { bringDeadlinesBack, timeOutAlerts } from './time-out-alerts.ts';

const STATUSES = Object.keys(TRANSITIONS) as AlertStatus[];
const origin = originFrom();

onEachEngine('changing an alert', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  /** Another process on the same database. */
  let there: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  const change = (party: AlertParty, { id }: Incident, request: Partial<AlertRequest>, at = world) =>
    changeAlert(at.parts, { ...asked(request), party, incidentId: id, origin });
  const logOf = async (alert: Incident) =>
    (await readAlertLog(world.parts, alert, { offset: 0, limit: 100 })).lines.map(({ type, body }) => {
      const incident = 'incident' in body ? body.incident : undefined;
      return `${type} ${type === 'alert.disposition_changed' ? incident?.disposition : incident?.status}`;
    });
  const audited = async ({ id }: Incident) => {
    const { read } = world.parts.database;
    const records = read.selectFrom('audit_records').select('number').where('subject', '=', id);
    return (await records.where('action', '=', 'alert.changed').execute()).length;
  };

  /** A new alert in that status, brought there by those who may. */
  async function alertIn(status: AlertStatus): Promise<Incident> {
    const alert = await raiseOne(world.parts);
    if (status === 'NEW') return alert;
    if (status === 'IGNORED' || status === 'CANCELED') return change(STATION, alert, { status });
    const requested = await change(STATION, alert, { status: 'DISPATCH_REQUESTED' });
    if (status === 'TIMEOUT') {
      world.clock.advance(45_000);
      await timeOutAlerts(world.parts);
      return requested;
    }
    return status === 'DISPATCH_REQUESTED' ? requested : change(CENTER, alert, { status });
  }

  test('each side may set its own statuses alone, and each status is reached from those the table states', async () => {
    for (const from of STATUSES) {
      for (const to of STATUSES) {
        for (const [side, party] of Object.entries({ psap: CENTER, central_station: STATION })) {
          const alert = await alertIn(from);
          const before = await logOf(alert);
          const rule = TRANSITIONS[to];
          const work = change(party, alert, { status: to });
          const what = `${side}: ${from} to ${to}`;
          if (rule.by !== side) await refusedWith('forbidden', work);
          else if (!rule.from.includes(from)) await refusedWith('conflict', work);
          else {
            assert.equal((await work).status, to, what);
            const added = [`alert.status_changed ${to}`];
            if (to === 'CANCELED') added.push('alert.disposition_changed CANCELED');
            assert.deepEqual(await logOf(alert), [...before, ...added], what);
            continue;
          }
          assert.deepEqual(await logOf(alert), before, what);
        }
      }
    }
  });

  test('a disposition is of an accepted alert, may come with the acceptance, and changes until the alert is closed', async () => {
    for (const status of ['NEW', 'DISPATCH_REQUESTED', 'DECLINED', 'TIMEOUT', 'CANCELED'] as const) {
      await refusedWith('conflict', change(CENTER, await alertIn(status), { disposition: 'DISPATCHED' }));
    }
    const alert = await alertIn('DISPATCH_REQUESTED');
    await change(CENTER, alert, { status: 'ACCEPTED', disposition: 'DISPATCHED' });
    await change(CENTER, alert, { disposition: 'ENROUTE' });
    await change(CENTER, alert, { disposition: 'ENROUTE' });
    await refusedWith('forbidden', change(STATION, alert, { disposition: 'CLOSED' }));
    await refusedWith('invalid_request', change(CENTER, alert, { disposition: 'CANCELED' }));
    await change(CENTER, alert, { disposition: 'CLOSED' });
    await refusedWith('conflict', change(CENTER, alert, { disposition: 'ON_SCENE' }));
    assert.deepEqual(await logOf(alert), [
      'alert.status_changed DISPATCH_REQUESTED',
      'alert.status_changed ACCEPTED',
      'alert.disposition_changed DISPATCHED',
      'alert.disposition_changed ENROUTE',
      'alert.disposition_changed CLOSED',
    ]);
  });

  test('reasons go with their own status, which they may also follow, and are refused elsewhere', async () => {
    const declined = await alertIn('NEW');
    await refusedWith('invalid_request', change(CENTER, declined, { status: 'ACCEPTED', declineReason: 'no' }));
    await refusedWith('invalid_request', change(CENTER, declined, { declineReason: 'no' }));
    await change(CENTER, declined, { status: 'DECLINED', declineReason: 'Outside our district' });
    const later = await change(CENTER, declined, { status: 'DECLINED', declineReason: 'Covered by Harbor City' });
    assert.equal(later.alert?.declineReason, 'Covered by Harbor City');
    await refusedWith('conflict', change(CENTER, declined, { status: 'DECLINED' }));
    const canceled = await alertIn('ACCEPTED');
    await refusedWith('forbidden', change(STATION, canceled, { status: 'CANCELED', declineReason: 'no' }));
    await refusedWith('forbidden', change(CENTER, canceled, { status: 'DECLINED', cancelReason: 'no' }));
    await refusedWith(
      'invalid_request',
      change(STATION, await alertIn('NEW'), { status: 'IGNORED', cancelReason: 'no' }),
    );
    const gone = await change(STATION, canceled, { status: 'CANCELED', cancelReason: 'False alarm' });
    assert.deepEqual([gone.alert?.cancelReason, gone.disposition], ['False alarm', 'CANCELED']);
  });

  test('nobody changes an alert of another agency or another sender, nor one that is not there', async () => {
    const elsewhere = await raiseOne(world.parts, {}, { agencyId: 'harbor-city' });
    await refusedWith('not_found', change(CENTER, elsewhere, { status: 'ACCEPTED' }));
    const stranger: AlertParty = { ...STATION, owner: { side: 'central_station', clientId: 'harbor-cad', name: 'x' } };
    await refusedWith('not_found', change(stranger, elsewhere, { status: 'CANCELED' }));
    await refusedWith('not_found', change(CENTER, { ...elsewhere, id: 'nobody' }, { status: 'ACCEPTED' }));
    assert.equal((await change(STATION, elsewhere, { status: 'CANCELED' })).status, 'CANCELED');
  });

  test('the center neither answers nor chats about a supplemental alert; its sender goes on', async () => {
    const alert = await raiseOne(world.parts, { isSupplementalOnly: true });
    await refusedWith('conflict', change(CENTER, alert, { status: 'ACCEPTED' }));
    const message = { kind: 'chat', text: 'Hello' } as const;
    await refusedWith('conflict', addMessage(world.parts, { party: CENTER, incidentId: alert.id, message, origin }));
    await addMessage(world.parts, { party: STATION, incidentId: alert.id, message, origin });
    assert.deepEqual(await logOf(alert), ['alert.message_added undefined']);
  });

  test('of twenty dispatchers who accept at one instant, through two processes, one wins and the log shows one change', async () => {
    for (let round = 0; round < 5; round += 1) {
      const alert = await alertIn('DISPATCH_REQUESTED');
      const results = await atOnce(20, (index) =>
        change(CENTER, alert, { status: 'ACCEPTED' }, index % 2 === 0 ? world : there),
      );
      assert.equal(succeeded(results).length, 1);
      for (const reason of failed(results)) await refusedWith('conflict', Promise.reject(reason));
      assert.deepEqual(await logOf(alert), [
        'alert.status_changed DISPATCH_REQUESTED',
        'alert.status_changed ACCEPTED',
      ]);
      assert.equal(await audited(alert), 2);
    }
  });

  test('one who accepts and one who declines at one instant: one of the two', async () => {
    const alert = await alertIn('DISPATCH_REQUESTED');
    const results = await atOnce(2, (index) =>
      change(CENTER, alert, { status: index === 0 ? 'ACCEPTED' : 'DECLINED' }, index === 0 ? world : there),
    );
    assert.equal(succeeded(results).length, 1);
    assert.equal((await logOf(alert)).length, 2);
  });

  test('messages of both sides at one instant are all there, and everybody follows', async () => {
    const alert = await alertIn('ACCEPTED');
    const results = await atOnce(20, (index) =>
      addMessage((index % 2 === 0 ? world : there).parts, {
        party: { ...(index % 2 === 0 ? CENTER : STATION), senderId: `person-${index}` },
        incidentId: alert.id,
        message: { kind: 'chat', text: `number ${index}` },
        origin,
      }),
    );
    assert.deepEqual(failed(results), []);
    const { total } = await readAlertLog(world.parts, alert, { offset: 0, limit: 1 });
    assert.equal(total, 22);
    const closed = await change(CENTER, alert, { disposition: 'CLOSED' });
    assert.equal(closed.alert?.followers.length, 23 - 1);
  });

  test('a deadline that passes makes the alert TIMEOUT once, whoever of two processes looks', async () => {
    const alerts = await Promise.all(
      Array.from({ length: 30 }, () => raiseOne(world.parts, {}, { requestsDispatch: true })),
    );
    assert.ok(alerts.every(({ acceptBy }) => acceptBy === world.clock.now() + 45_000));
    await refusedWith('conflict', change(STATION, alerts[0] as Incident, { status: 'DISPATCH_REQUESTED' }));
    world.clock.advance(46_000);
    const late = alerts[0] as Incident;
    await refusedWith('conflict', change(CENTER, late, { status: 'ACCEPTED' }));
    await atOnce(6, (index) => timeOutAlerts((index % 2 === 0 ? world : there).parts));
    for (const alert of alerts) {
      assert.deepEqual(await logOf(alert), ['alert.status_changed DISPATCH_REQUESTED', 'alert.status_changed TIMEOUT']);
    }
    const again = await change(STATION, late, { status: 'DISPATCH_REQUESTED' });
    assert.equal(again.acceptBy, world.clock.now() + 45_000);
    await change(CENTER, late, { status: 'ACCEPTED' });
  });

  test('one who accepts at the instant of the deadline: accepted or timed out, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const alert = await alertIn('DISPATCH_REQUESTED');
      world.clock.advance(44_999);
      const accepting = change(CENTER, alert, { status: 'ACCEPTED' }).then(
        () => 'ACCEPTED',
        () => 'TIMEOUT',
      );
      world.clock.advance(1);
      await atOnce(2, (index) => timeOutAlerts((index === 0 ? world : there).parts));
      const outcome = await accepting;
      await timeOutAlerts(world.parts);
      assert.deepEqual((await logOf(alert)).slice(1), [`alert.status_changed ${outcome}`]);
    }
  });

  test('a clock that was set an hour ahead and back again leaves every deadline at 45 s from receipt', async () => {
    const HOUR_MS = 3_600_000;
    world.clock.step(HOUR_MS);
    const ahead = await raiseOne(world.parts, {}, { requestsDispatch: true });
    assert.equal(ahead.acceptBy, world.clock.now() + 45_000);
    world.clock.step(-HOUR_MS);
    // Created after the one before, and so an hour ahead as well; its deadline is not.
    const next = await raiseOne(world.parts, {}, { requestsDispatch: true });
    assert.ok(next.createdAt > ahead.createdAt);
    assert.equal(next.acceptBy, world.clock.now() + 45_000);
    assert.equal(await bringDeadlinesBack(world.parts), 1);
    assert.equal(await bringDeadlinesBack(there.parts), 0);
    const read = async (id: string) => (await findIncident(world.parts.database.read, 'sandbox-county', id))?.acceptBy;
    assert.equal(await read(ahead.id), world.clock.now() + 45_000);
    world.clock.advance(44_999);
    await change(CENTER, ahead, { status: 'ACCEPTED' });
    world.clock.advance(1);
    await timeOutAlerts(world.parts);
    assert.deepEqual((await logOf(next)).at(-1), 'alert.status_changed TIMEOUT');
  });

  test("the log's events are without a gap and the audit holds", async () => {
    const events = await eventsAfter(world.parts.database.read, 'sandbox-county', 0, 10_000);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    assert.deepEqual((await verifyChains(world.parts.database)).faults, []);
  });
});
