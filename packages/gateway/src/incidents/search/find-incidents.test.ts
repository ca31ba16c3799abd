import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_START, testClock } from '../../../../testing/src/world.ts';
import type { Database } from '../../database/database.ts';
import { ALERT_IDS } from '../../dialects/requests/alert-id.ts';
import { DomainError } from '../../kernel/errors.ts';
import { createSystemRandom, newUuid } from '../../kernel/random.ts';
import { readIncident } from '../incident/read-incident.ts';
import { insertIncident } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';
import { findIncidents, listIncidents, listOpenAlerts, listOpenAssailants } from './find-incidents.ts';
import { readIncidentQuery } from './incident-query.ts';

const random = createSystemRandom();
const ALERT = '0190c2d8-1111-7222-8333-444455556666';

describe('a query for incidents', () => {
  for (const given of [
    'tel://15555550123',
    'tel:+1-555-555-0123',
    ' (555) 555-0123 ',
    '5555550123',
    '+1 555 555 0123',
    'tel:%2B15555550123',
  ]) {
    test(`${JSON.stringify(given)} is read as the phone number +15555550123`, () => {
      assert.deepEqual(readIncidentQuery(given, ALERT_IDS), {
        kind: 'phone',
        given: given.trim(),
        value: '+15555550123',
      });
    });
  }

  for (const given of [
    `alert-${ALERT}`,
    ALERT,
    ` ALERT-${ALERT.toUpperCase()} `,
    `alert://alert-${ALERT}`,
    `alert:${ALERT}`,
  ]) {
    test(`${JSON.stringify(given)} is read as the alert`, () => {
      assert.deepEqual(readIncidentQuery(given, ALERT_IDS), { kind: 'alert', given: given.trim(), value: ALERT });
    });
  }

  for (const given of ['', '911', 'alert-', 'alert-123', `${ALERT}0`, "' OR 1=1 --", 'http://', '%', `x-${ALERT}`]) {
    test(`${JSON.stringify(given)} is refused, because it can be read as neither`, () => {
      assert.throws(
        () => readIncidentQuery(given, ALERT_IDS),
        (err: unknown) => err instanceof DomainError && err.code === 'invalid_request',
      );
    });
  }
});

onEachEngine('finding incidents', (engine) => {
  let database: Database;
  const clock = testClock();
  before(async () => {
    database = await engine.open();
    for (const id of ['sandbox-county', 'harbor-city']) {
      await database.write((tx) => tx.query.insertInto('agencies').values({ id, name: id, created_at: 1 }).execute());
    }
  });
  after(() => database.close());

  async function add(changed: Partial<Incident> = {}): Promise<Incident> {
    const incident: Incident = {
      id: newUuid(clock, random),
      agencyId: 'sandbox-county',
      kind: 'alert',
      status: 'NEW',
      disposition: null,
      originClientId: null,
      sourceId: null,
      callerName: 'Jordan Rivera',
      callerPhoneNumber: '+15555550123',
      callerPhoneGiven: '5555550123',
      emergencyType: null,
      siteType: null,
      isTest: false,
      isActiveAssailant: false,
      description: null,
      suppliedBy: 'test',
      location: null,
      facts: {},
      incidentAt: clock.now(),
      createdAt: clock.now(),
      updatedAt: clock.now(),
      endedAt: null,
      mergedInto: null,
      mergedBy: null,
      acceptBy: null,
      alert: null,
      listedAt: changed.createdAt ?? clock.now(),
      signalledAt: null,
      claim: null,
      closing: null,
      ...changed,
    };
    await database.write((tx) => insertIncident(tx, incident));
    return incident;
  }
  async function everyPage(limit: number): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = [];
    let before: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const page = await listIncidents({ database }, 'sandbox-county', { before, limit });
      ids.push(...page.incidents.map(({ id }) => id));
      if (page.nextBefore === null) return { ids, pages };
      before = page.nextBefore;
    }
  }

  test('pages give every incident once, newest first, though many have the same millisecond', async () => {
    for (let index = 0; index < 40; index += 1) {
      if (index % 10 === 0) clock.advance(1);
      await add();
      await add({ agencyId: 'harbor-city' });
    }
    const all = await database.read
      .selectFrom('incidents')
      .select(['id', 'created_at'])
      .where('agency_id', '=', 'sandbox-county')
      .execute();
    const expected = all
      .toSorted((left, right) => right.created_at - left.created_at || (left.id < right.id ? 1 : -1))
      .map(({ id }) => id);
    for (const limit of [1, 3, 7, 40, 200]) {
      const { ids } = await everyPage(limit);
      assert.deepEqual(ids, expected, `limit ${limit}`);
    }
  });

  test('a page that was begun before new incidents came goes on where it stood', async () => {
    const first = await listIncidents({ database }, 'sandbox-county', { before: undefined, limit: 5 });
    clock.advance(1);
    const late = await add();
    const second = await listIncidents({ database }, 'sandbox-county', { before: first.nextBefore ?? '', limit: 200 });
    const ids = [...first.incidents, ...second.incidents].map(({ id }) => id);
    assert.equal(new Set(ids).size, 40);
    assert.ok(!ids.includes(late.id));
  });

  for (const before of [
    '',
    '5',
    'x.y',
    `${TEST_START}`,
    `${TEST_START}.${ALERT}'`,
    `${TEST_START}.${ALERT} `,
    `-1.${ALERT}`,
    `9${'9'.repeat(20)}.${ALERT}`,
  ]) {
    test(`${JSON.stringify(before)} is refused as a place in the list`, async () => {
      await refusedWith('invalid_request', listIncidents({ database }, 'sandbox-county', { before, limit: 5 }));
    });
  }

  test("a phone number finds the agency's incidents of that caller, newest first and at most fifty, and no other agency's", async () => {
    const number = '+12125550100';
    await add({ callerPhoneNumber: number, agencyId: 'harbor-city' });
    for (let index = 0; index < 55; index += 1) {
      clock.advance(1);
      await add({ callerPhoneNumber: number });
    }
    const found = await findIncidents(
      { database },
      'sandbox-county',
      readIncidentQuery('tel://12125550100', ALERT_IDS),
    );
    assert.equal(found.length, 50);
    assert.ok(found.every(({ agencyId }) => agencyId === 'sandbox-county'));
    const times = found.map(({ createdAt }) => createdAt);
    assert.deepEqual(
      times,
      times.toSorted((left, right) => right - left),
    );
    assert.equal(times[0], clock.now());
  });

  test("another agency's incident and one that does not exist are the same answer", async () => {
    const foreign = await add({ agencyId: 'harbor-city' });
    assert.deepEqual(await findIncidents({ database }, 'sandbox-county', readIncidentQuery(foreign.id, ALERT_IDS)), []);
    const refusals = [
      await refusedWith('not_found', readIncident({ database }, 'sandbox-county', foreign.id)),
      await refusedWith('not_found', readIncident({ database }, 'sandbox-county', ALERT)),
    ];
    assert.equal(refusals[0]?.message, refusals[1]?.message);
    assert.equal((await readIncident({ database }, 'harbor-city', foreign.id)).id, foreign.id);
  });

  test('active assailant alerts are listed until they are refused, canceled, cleared or closed, or unchanged for a day', async () => {
    const start = clock.now();
    const type = { emergencyType: 'assailant', isActiveAssailant: true };
    const open = [
      await add({ ...type, status: 'TIMEOUT' }),
      await add({ ...type, status: 'ACCEPTED', disposition: 'ON_SCENE', createdAt: start - 7 * 86_400_000 }),
      await add({ ...type, isTest: true }),
    ];
    for (const over of ['DECLINED', 'CANCELED', 'IGNORED'] as const) await add({ ...type, status: over });
    for (const disposition of ['CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED', 'CANCELED'] as const) {
      await add({ ...type, status: 'ACCEPTED', disposition });
    }
    await add({ ...type, agencyId: 'harbor-city' });
    await add({ emergencyType: 'FIRE' });
    await add({ ...type, updatedAt: start - 86_400_000 });
    const parts = { database, clock };
    const listed = async (hidesTests: boolean) => {
      const found = await listOpenAssailants(parts, 'sandbox-county', { limit: 200, hidesTests });
      return found.map(({ id }) => id).sort();
    };
    assert.deepEqual(await listed(false), open.map(({ id }) => id).sort());
    assert.deepEqual((await listed(true)).length, 2);
    clock.advance(86_400_000);
    assert.deepEqual(await listed(false), []);
  });

  test('open alerts are those that wait, however old, and those of the last hour that nobody refused, took back or closed', async () => {
    clock.advance(7 * 86_400_000);
    const now = clock.now();
    const waits = { status: 'DISPATCH_REQUESTED', acceptBy: now + 45_000 } as const;
    const old = { createdAt: now - 3_600_001 };
    const open = [
      await add({ ...waits, ...old }),
      await add(),
      await add({ status: 'TIMEOUT' }),
      await add({ status: 'ACCEPTED', disposition: 'ENROUTE' }),
      await add({ status: 'NEW', isTest: true }),
    ];
    await add(old);
    for (const status of ['DECLINED', 'CANCELED', 'IGNORED'] as const) await add({ status });
    await add({ status: 'ACCEPTED', disposition: 'CLOSED' });
    await add({ kind: 'call', status: 'ACTIVE' });
    await add({ agencyId: 'harbor-city' });
    const parts = { database, clock };
    const listed = await listOpenAlerts(parts, 'sandbox-county', { limit: 200, hidesTests: false });
    assert.equal(listed[0]?.id, open[0]?.id, 'what waits first');
    assert.deepEqual(listed.map(({ id }) => id).sort(), open.map(({ id }) => id).sort());
    const real = await listOpenAlerts(parts, 'sandbox-county', { limit: 200, hidesTests: true });
    assert.deepEqual(
      real.map(({ id }) => id),
      listed.map(({ id }) => id).filter((id) => id !== open[4]?.id),
    );
    assert.equal((await listOpenAlerts(parts, 'sandbox-county', { limit: 2, hidesTests: false })).length, 2);
  });
});
