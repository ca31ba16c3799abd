import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type CompiledQuery, sql } from 'kysely';
import { asked, CENTER, raiseOne, STATION } from '../../../../testing/src/alerts.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testClock, testWorld } from '../../../../testing/src/world.ts';
import { changeAlert } from '../../incidents/alerts/change-alert.ts';
import { timeOutAlerts } from '../../incidents/alerts/time-out-alerts.ts';
import { openCall } from '../../incidents/calls/open-call.ts';
import type { AlertStatus, Incident } from '../../incidents/incident/types.ts';
import { reportFigures } from './report-figures.ts';
import { answersQuery, countsQuery, declinesQuery } from './store.ts';

const NEW_YORK = 'America/New_York';
const AGENCY = 'sandbox-county';
/** The night in which the clocks of New York show the hour from one to two twice. */
const NIGHT = { since: '2026-11-01', until: '2026-11-01' };
const origin = originFrom();

onEachEngine('a report in figures', (engine) => {
  const clock = testClock(Date.parse('2026-10-31T12:00:00Z'));
  let world: Awaited<ReturnType<typeof testWorld>>;

  const at = (instant: string) => clock.step(Date.parse(instant) - clock.now());
  const change = ({ id }: Incident, status: AlertStatus, declineReason: string | null = null) => {
    const party = status === 'ACCEPTED' || status === 'DECLINED' ? CENTER : STATION;
    return changeAlert(world.parts, { ...asked({ status, declineReason }), party, incidentId: id, origin });
  };
  const raise = (changed: Parameters<typeof raiseOne>[1] = {}) =>
    raiseOne(world.parts, { ...changed, sourceId: `alert-${clock.now()}` }, { requestsDispatch: true });
  const call = (suppliedBy: string, agencyId = AGENCY) =>
    openCall(world.parts, {
      clientId: 'sandbox-alarm',
      agencyId,
      idempotencyKey: null,
      content: {},
      origin,
      report: {
        ...{ callerName: null, callerPhoneGiven: '+15555550142', sipCallId: null, suppliedBy, location: null },
        ...{ startedAt: clock.now(), isTimeGiven: true, facts: {} },
      },
    });
  async function acceptedAfter(waitMs: number, changed: Parameters<typeof raiseOne>[1] = {}) {
    const alert = await raise(changed);
    clock.step(waitMs);
    return change(alert, 'ACCEPTED');
  }
  const figures = (days: { since?: string; until?: string } = NIGHT, agencyId = AGENCY) =>
    reportFigures(world.parts, { agencyId, since: days.since, until: days.until });

  before(async () => {
    world = await testWorld(engine, {}, clock);
    await world.parts.database.write((tx) =>
      tx.query.updateTable('agencies').set({ time_zone: NEW_YORK }).where('id', '=', AGENCY).execute(),
    );
    at('2026-11-01T03:59:59Z');
    await call('The evening before');
    at('2026-11-01T04:00:00Z');
    await call('Trunk 1');
    at('2026-11-01T05:30:00Z');
    for (const seconds of [2, 4, 30]) await acceptedAfter(seconds * 1_000);
    at('2026-11-01T06:10:00Z');
    await acceptedAfter(7_400, { emergencyType: 'FIRE', suppliedBy: 'Alarm Company' });
    await acceptedAfter(900, { emergencyType: 'FIRE', isTest: true });
    at('2026-11-01T12:00:00Z');
    for (const reason of ['Duplicate', null, 'Duplicate']) await change(await raise(), 'DECLINED', reason);
    await change(await raise({ isTest: true }), 'DECLINED', 'Duplicate');
    const late = await raise({ emergencyType: null });
    clock.step(120_000);
    await timeOutAlerts(world.parts);
    await change(late, 'DISPATCH_REQUESTED');
    clock.step(3_000);
    await change(late, 'ACCEPTED');
    await change(late, 'CANCELED');
    await call('Trunk 1', 'harbor-city');
    at('2026-11-02T04:59:59Z');
    await call('Trunk 2');
    at('2026-11-02T05:00:00Z');
    await call('The day after');
  });
  after(() => world.stop());

  test('has for each hour, type and source what the rows have', async () => {
    const { tally } = await figures();
    const clocks = new Intl.DateTimeFormat('en-CA', { timeZone: NEW_YORK, hour: '2-digit', hourCycle: 'h23' });
    const dates = new Intl.DateTimeFormat('en-CA', { timeZone: NEW_YORK });
    const { read } = world.parts.database;
    const rows = (await read.selectFrom('incidents').selectAll().where('agency_id', '=', AGENCY).execute()).filter(
      ({ created_at: createdAt, kind }) => dates.format(createdAt) === NIGHT.since && kind !== 'cad',
    );
    const kinds = (own: typeof rows) => ({
      calls: own.filter(({ kind, is_test: test }) => kind === 'call' && test === 0).length,
      alerts: own.filter(({ kind, is_test: test }) => kind === 'alert' && test === 0).length,
      tests: own.filter(({ is_test: test }) => test === 1).length,
    });
    for (const { name, ...counts } of tally.hours.inOrder()) {
      assert.deepEqual(counts, kinds(rows.filter((row) => clocks.format(row.created_at) === name)), `hour ${name}`);
    }
    for (const { name, ...counts } of tally.types.byFrequency()) {
      const own = rows.filter(({ emergency_type: type }) => (type ?? '').replace(/^TEST_/, '') === name);
      assert.deepEqual(counts, kinds(own), `type ${name}`);
    }
    for (const { name, ...counts } of tally.sources.byFrequency()) {
      assert.deepEqual(counts, kinds(rows.filter((row) => row.supplied_by === name)), `source ${name}`);
    }
    const { name: _, ...all } = tally.days.of(NIGHT.since);
    assert.deepEqual([all, rows.length], [kinds(rows), 12]);
  });

  test('counts both of the hours that the clocks show twice', async () => {
    const { tally } = await figures();
    assert.deepEqual(tally.hours.of('01'), { name: '01', calls: 0, alerts: 4, tests: 1 });
    assert.deepEqual(tally.hours.of('00'), { name: '00', calls: 1, alerts: 0, tests: 0 });
    assert.deepEqual(tally.hours.of('23'), { name: '23', calls: 1, alerts: 0, tests: 0 });
  });

  test('measures acceptance from the request that was accepted, and each outcome once, tests apart', async () => {
    const { tally } = await figures();
    const { alerts, tests } = tally;
    assert.deepEqual(
      [alerts.received, alerts.waits.size, alerts.declined, alerts.timedOut],
      [8, 5, 3, 1],
      'received, accepted, declined, timed out',
    );
    // 2, 3, 4, 7.4 and 30 seconds.
    assert.deepEqual([alerts.waits.percentile(50), alerts.waits.percentile(90)], [4, 30]);
    assert.deepEqual([tests.received, tests.waits.size, tests.declined, tests.timedOut], [2, 1, 1, 0]);
    assert.equal(tests.waits.percentile(50), 1);
    assert.equal(tally.acceptance.get('01')?.percentile(50), 4);
    assert.equal(tally.acceptance.get('07')?.percentile(90), 3);
    assert.equal(tally.acceptance.get('12')?.percentile(50), null);
    assert.deepEqual(tally.declines.byFrequency(), [
      { name: 'Duplicate', calls: 0, alerts: 2, tests: 1 },
      { name: '', calls: 0, alerts: 1, tests: 0 },
    ]);
  });

  test('has nothing of another agency', async () => {
    const { tally } = await figures(NIGHT, 'harbor-city');
    assert.deepEqual(tally.sources.inOrder(), [{ name: 'Trunk 1', calls: 1, alerts: 0, tests: 0 }]);
    assert.equal(tally.alerts.received, 0);
    await refusedWith('not_found', figures(NIGHT, "sandbox-county' OR 1=1 --"));
  });

  test('is of the week that ends today without days, and refuses what is no span of at most 92 days', async () => {
    const week = await figures({});
    assert.deepEqual([week.since, week.until], ['2026-10-27', '2026-11-02']);
    assert.equal(week.tally.days.inOrder().length, 7);
    assert.equal(week.tally.days.of('2026-10-31').calls, 1);
    const quarter = await figures({ since: '2026-09-01', until: '2026-12-01' });
    assert.equal(quarter.tally.days.inOrder().length, 92);
    assert.deepEqual((await figures({ since: '2031-01-01', until: '2031-01-01' })).tally.types.inOrder(), []);
    for (const days of [
      { since: '2026-11-02', until: '2026-11-01' },
      { since: '2026-09-01', until: '2026-12-02' },
      { since: '2026-02-30' },
      { since: '' },
      { until: '1 November' },
      { until: '2026-11-01T00:00:00Z' },
    ]) {
      await refusedWith('invalid_request', figures(days));
    }
  });

  test('is read by indexes, and no table is scanned', async () => {
    const { database } = world.parts;
    const part = {
      day: '',
      from: Date.parse('2026-11-01T04:00:00Z'),
      until: Date.parse('2026-11-01T06:00:00Z'),
      offsetMs: 0,
    };
    const ofPart = { agencyId: AGENCY, part };
    const queries = [
      countsQuery(database.read, ofPart),
      declinesQuery(database.read, database.engine, ofPart),
      answersQuery(database.read, database.engine, ofPart),
    ];
    for (const query of queries) {
      const plan = await planOf(query.compile());
      assert.doesNotMatch(plan, /SCAN (incidents|events)\b|Seq Scan on (incidents|events)\b/);
      // PostgreSQL chooses by size among the indexes that begin with the agency.
      if (database.engine === 'sqlite') assert.match(plan, /incidents_newest|alerts_of_agency/);
    }
    assert.match(await planOf((queries.at(-1) as (typeof queries)[number]).compile()), /events_of_incident/);

    async function planOf(query: CompiledQuery): Promise<string> {
      if (database.engine === 'sqlite') {
        const rows = await database.read.executeQuery<{ detail: string }>({
          ...query,
          sql: `EXPLAIN QUERY PLAN ${query.sql}`,
        });
        return rows.rows.map(({ detail }) => detail).join('\n');
      }
      return database.read.transaction().execute(async (tx) => {
        // A table of twelve rows is read as a whole otherwise, whatever its indexes.
        await sql`SET LOCAL enable_seqscan = off`.execute(tx);
        const rows = await tx.executeQuery<{ 'QUERY PLAN': string }>({ ...query, sql: `EXPLAIN ${query.sql}` });
        return rows.rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    }
  });
});
