import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import { ALERT_CHANGES } from '../../agencies/callflows/alert-changes.ts';
import { plainCallflow } from '../../agencies/callflows/types.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import { eventsAfter } from '../events/store.ts';
import { findIncident } from '../incident/store.ts';
import type { AlertReport, AlertRequest } from './alert-report.ts';
import { raiseAlert } from './raise-alert.ts';

/** The alert that is raised or repeated. */
const raise = async (...asked: Parameters<typeof raiseAlert>) => (await raiseAlert(...asked)).alert;
let count = 0;

onEachEngine('raising an alert', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  /** Another process on the same database. */
  let there: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
    ({ parts, clock } = world);
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  function alert(changed: Partial<AlertReport> = {}, request: Partial<AlertRequest> = {}): AlertRequest {
    count += 1;
    return {
      clientId: 'sandbox-alarm',
      callflow: plainCallflow('sandbox', 'sandbox-county'),
      clientName: 'Sandbox Alarm Company',
      requestsDispatch: false,
      tellsSender: ALERT_CHANGES,
      idempotencyKey: null,
      origin: originFrom(),
      ...request,
      report: {
        callerName: 'Jordan Rivera',
        callerPhoneGiven: '(555) 555-0123',
        location: {
          latitude: 40.7484,
          longitude: -73.9857,
          uncertaintyRadius: 25,
          civic: null,
          source: 'test',
          locatedAt: clock.now(),
        },
        sourceId: null,
        emergencyType: 'BURGLARY',
        isTest: false,
        isActiveAssailant: false,
        siteType: null,
        description: null,
        suppliedBy: 'test',
        incidentAt: clock.now(),
        isTimeGiven: false,
        facts: { alarm: { zone: 'hallway' } },
        siteId: null,
        senderPhone: null,
        isSupplementalOnly: false,
        ...changed,
      },
    };
  }
  /** How many rows there are of everything that an alert writes. */
  const stored = async () => {
    const { read } = parts.database;
    const audit = read.selectFrom('audit_records').select('number').where('action', '=', 'alert.raised');
    return {
      incidents: (await read.selectFrom('incidents').select('id').execute()).length,
      events: (await read.selectFrom('events').select('seq').execute()).length,
      keys: (await read.selectFrom('idempotency_keys').select('key').execute()).length,
      audit: (await audit.execute()).length,
    };
  };
  async function written(work: () => Promise<unknown>) {
    const before = await stored();
    await work();
    const after = await stored();
    return {
      incidents: after.incidents - before.incidents,
      events: after.events - before.events,
      keys: after.keys - before.keys,
      audit: after.audit - before.audit,
    };
  }
  const ONE = { incidents: 1, events: 2, keys: 0, audit: 1 };
  const NOTHING = { incidents: 0, events: 0, keys: 0, audit: 0 };

  test('writes the incident, its two events and its audit record, and what was stated is read back', async () => {
    const request = alert({ sourceId: `whole-${count}` });
    const before = await stored();
    const incident = await raise(parts, request);
    const after = await stored();
    assert.deepEqual(
      [after.incidents - before.incidents, after.events - before.events, after.audit - before.audit],
      [1, 2, 1],
    );
    assert.deepEqual(await findIncident(parts.database.read, 'sandbox-county', incident.id), incident);
    assert.equal(incident.status, 'NEW');
    assert.equal(incident.callerPhoneNumber, '+15555550123');
    assert.equal(incident.callerPhoneGiven, '(555) 555-0123');
    const [created, located] = (await eventsAfter(parts.database.read, 'sandbox-county', 0, 1_000)).slice(-2);
    assert.deepEqual([created?.incidentId, located?.incidentId], [incident.id, incident.id]);
    assert.ok(created?.type === 'incident.created' && located?.type === 'location.updated');
    assert.deepEqual(created.body, { incident: JSON.parse(JSON.stringify(incident)) });
    assert.deepEqual(located.body.location, JSON.parse(JSON.stringify(incident.location)));
  });

  test('rings the notifier once it is stored', async () => {
    let rings = 0;
    const stop = parts.database.notifier.listen('events', () => {
      rings += 1;
    });
    await raise(parts, alert());
    stop();
    assert.equal(rings, 1);
  });

  test('a reused source id answers with the same alert and writes nothing', async () => {
    const first = await raise(parts, alert({ sourceId: 'reused' }));
    clock.advance(5_000);
    const changes = await written(async () => {
      assert.deepEqual(await raise(parts, alert({ sourceId: 'reused' })), first);
    });
    assert.deepEqual(changes, NOTHING);
  });

  test("one client's source id is not another client's, nor another agency's", async () => {
    const request = alert({ sourceId: 'mine' });
    const incidents = [
      await raise(parts, request),
      await raise(parts, { ...request, clientId: 'sandbox-cad' }),
      await raise(parts, { ...request, callflow: plainCallflow('sandbox', 'harbor-city') }),
    ];
    assert.equal(new Set(incidents.map(({ id }) => id)).size, 3);
  });

  test('a reused idempotency key answers with the same alert and writes nothing, also at a later time', async () => {
    const request = alert({}, { idempotencyKey: 'key-1' });
    const first = await raise(parts, request);
    clock.advance(60_000);
    const later = { ...request, report: { ...request.report, incidentAt: clock.now() } };
    const changes = await written(async () => {
      assert.deepEqual(await raise(parts, later), first);
    });
    assert.deepEqual(changes, NOTHING);
  });

  test('a key reused for another alert is refused and writes nothing', async () => {
    const request = alert({}, { idempotencyKey: 'key-2' });
    await raise(parts, request);
    const changes = await written(async () => {
      for (const changed of [
        { ...request, report: { ...request.report, callerName: 'Somebody Else' } },
        { ...request, report: { ...request.report, location: { ...request.report.location, latitude: 41 } } },
        { ...request, report: { ...request.report, facts: {} } },
        { ...request, callflow: plainCallflow('sandbox', 'harbor-city') },
      ]) {
        const refusal = await refusedWith('idempotency_conflict', raise(parts, changed));
        assert.equal(refusal.status, 422);
      }
    });
    assert.deepEqual(changes, NOTHING);
  });

  test("one client's key is not another client's", async () => {
    const request = alert({}, { idempotencyKey: 'key-3' });
    const one = await raise(parts, request);
    const other = await raise(parts, { ...request, clientId: 'sandbox-cad' });
    assert.notEqual(one.id, other.id);
  });

  for (const [name, changed, request, keys] of [
    ['source id', { sourceId: 'raced' }, {}, 0],
    ['idempotency key', {}, { idempotencyKey: 'raced' }, 1],
    ['source id and idempotency key', { sourceId: 'raced-both' }, { idempotencyKey: 'raced-both' }, 1],
  ] as const) {
    test(`twenty at once with the same ${name}, through two processes, are one alert and one answer`, async () => {
      const same = alert(changed, request);
      let results: PromiseSettledResult<unknown>[] = [];
      const changes = await written(async () => {
        results = await atOnce(20, (index) => raise(index % 2 === 0 ? parts : there.parts, same));
      });
      assert.deepEqual(failed(results), []);
      const [first, ...rest] = succeeded(results);
      for (const answer of rest) assert.deepEqual(answer, first);
      assert.deepEqual(changes, { ...ONE, keys });
    });
  }

  test('twenty at once with one key for twenty different alerts are one alert, and nineteen conflicts', async () => {
    const requests = Array.from({ length: 20 }, (_, index) =>
      alert({ description: `number ${index}` }, { idempotencyKey: 'raced-bodies' }),
    );
    let results: PromiseSettledResult<unknown>[] = [];
    const changes = await written(async () => {
      results = await atOnce(20, (index) =>
        raise(index % 2 === 0 ? parts : there.parts, requests[index] as AlertRequest),
      );
    });
    assert.equal(succeeded(results).length, 1);
    for (const reason of failed(results)) await refusedWith('idempotency_conflict', Promise.reject(reason));
    assert.deepEqual(changes, { ...ONE, keys: 1 });
  });

  test('twenty at once with one source id under twenty keys are one alert and one answer', async () => {
    const requests = Array.from({ length: 20 }, (_, index) =>
      alert({ sourceId: 'many-keys' }, { idempotencyKey: `many-keys-${index}` }),
    );
    let results: PromiseSettledResult<{ id: string }>[] = [];
    const changes = await written(async () => {
      results = await atOnce(20, (index) =>
        raise(index % 2 === 0 ? parts : there.parts, requests[index] as AlertRequest),
      );
    });
    assert.deepEqual(failed(results), []);
    assert.equal(new Set(succeeded(results).map(({ id }) => id)).size, 1);
    assert.deepEqual(changes, { ...ONE, keys: 1 });
  });

  test('a phone number that cannot be read is kept as it was given, without a number', async () => {
    for (const callerPhoneGiven of ['911', 'not a number', '1234567890', '+5555550123', 'Anonymous']) {
      const { id } = await raise(parts, alert({ callerPhoneGiven }));
      const stored = await findIncident(parts.database.read, 'sandbox-county', id);
      assert.deepEqual([stored?.callerPhoneNumber, stored?.callerPhoneGiven], [null, callerPhoneGiven]);
    }
  });

  test("an agency's events are gap-free and in the order of their commits, with writers in two processes", async () => {
    const seenDuringWrites: number[][] = [];
    let isWriting = true;
    const reading = (async () => {
      while (isWriting) {
        const events = await eventsAfter(there.parts.database.read, 'harbor-city', 0, 10_000);
        seenDuringWrites.push(events.map(({ seq }) => seq));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const results = await atOnce(120, (index) =>
      raise(
        index % 2 === 0 ? parts : there.parts,
        alert({}, { callflow: plainCallflow('sandbox', index % 3 === 0 ? 'sandbox-county' : 'harbor-city') }),
      ),
    );
    isWriting = false;
    await reading;
    assert.deepEqual(failed(results), []);
    for (const agency of ['sandbox-county', 'harbor-city']) {
      const events = await eventsAfter(parts.database.read, agency, 0, 10_000);
      assert.deepEqual(
        events.map(({ seq }) => seq),
        events.map((_, index) => index + 1),
      );
      assert.equal(new Set(events.map(({ incidentId }) => incidentId)).size * 2, events.length);
    }
    // What a reader saw at any moment was a beginning of the log: no later event was there before an earlier one.
    for (const seen of seenDuringWrites)
      assert.deepEqual(
        seen,
        seen.map((_, index) => index + 1),
      );
    assert.deepEqual((await verifyChains(parts.database)).faults, []);
  });

  test('an event whose unit fails leaves no gap', async () => {
    const last = (await eventsAfter(parts.database.read, 'harbor-city', 0, 10_000)).length;
    const audit = { append: () => Promise.reject(new Error('the audit refuses')) };
    await assert.rejects(
      raise({ ...parts, audit }, alert({}, { callflow: plainCallflow('sandbox', 'harbor-city') })),
      /the audit refuses/,
    );
    await raise(parts, alert({}, { callflow: plainCallflow('sandbox', 'harbor-city') }));
    const events = await eventsAfter(parts.database.read, 'harbor-city', last, 10);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      [last + 1, last + 2],
    );
  });
});
