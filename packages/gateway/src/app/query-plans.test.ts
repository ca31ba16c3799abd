import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Kysely } from 'kysely';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { planOf } from '../../../testing/src/query-plan.ts';
import { recordedQueries } from '../../../testing/src/recorded-queries.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { addressSweeps } from '../agencies/addresses/sweep-addresses.ts';
import { oldestRecords } from '../audit/store.ts';
import { deeplinkSweeps } from '../authorization/deeplinks/sweep-deeplinks.ts';
import type { Transaction } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { subscriptionsWithWork } from '../delivery/webhooks/active/store.ts';
import { webhookSweeps } from '../delivery/webhooks/deliveries/sweep-deliveries.ts';
import { eventsAfter, eventsBetween, newestEventsOfIncident, seqsOfSpan } from '../incidents/events/store.ts';
import { agencySweeps, incidentSweeps } from '../incidents/retention/sweep-incidents.ts';
import { chunksIn } from '../incidents/text-search/sought-chunks.ts';
import { agencyTexts, findTexts, listedOf } from '../incidents/text-search/store.ts';
import { outboxSweeps } from '../outbox/sweep-outbox.ts';

const AGENCY = 'sandbox-county';
const INCIDENT = '0193a7d8-4a0e-7c3b-9d2f-000000000001';

/** Tables that may be read whole: each has one row, or one an agency, a subscription or a person at work. */
const SMALL = ['installation', 'agencies', 'webhook_subscriptions', 'seats', 'address_sets'];
const WHOLE_TABLE = /\bSCAN (\w+)(?! USING)\b|Seq Scan on (\w+)/g;

/** The tables that a plan reads whole, and are not small. SQLite names a table by its alias; `s` are subscriptions, `newest` so many texts. */
const wholeTablesOf = (plan: string) =>
  [...plan.matchAll(WHOLE_TABLE)]
    .map(([, sqlite, postgres]) => sqlite ?? postgres ?? '')
    .filter((table) => ![...SMALL, 's', 'newest', 'CONSTANT'].includes(table));

onEachEngine('however much is stored', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  /** Runs it in a transaction and gives the plan of each of its statements. */
  async function plansOf(work: (tx: Transaction) => Promise<unknown>): Promise<string[]> {
    return world.parts.database.write(async (tx) => {
      const { query, statements } = recordedQueries(tx.query);
      await work({ engine: tx.engine, query } as Transaction);
      assert.ok(statements.length > 0);
      const plans: string[] = [];
      for (const statement of statements) plans.push(await planOf(tx.query, engine.name, statement));
      return plans;
    });
  }

  test('no sweep of the clean-up reads a whole table', async () => {
    const { parts } = world;
    const sweeps = [
      ...agencySweeps(AGENCY, () => parts.clock.now()),
      ...(await incidentSweeps(parts)),
      ...webhookSweeps(parts),
      ...outboxSweeps(parts),
      ...deeplinkSweeps(parts),
      ...addressSweeps(parts),
    ];
    assert.ok(sweeps.length >= 9);
    for (const { kind, removeBatch } of sweeps) {
      for (const plan of await plansOf(removeBatch)) assert.deepEqual(wholeTablesOf(plan), [], `${kind}: ${plan}`);
    }
  });

  test('the audit finds its oldest records by an index, in their order', async () => {
    for (const plan of await plansOf(({ query }) => oldestRecords(query, world.parts.clock.now(), 500))) {
      assert.match(plan, /audit_records_by_time/);
      assert.doesNotMatch(plan, /TEMP B-TREE|\bSort\b|Seq Scan/);
    }
  });

  test('a span of time is found by halving the log, also where a clock was put back within it', async () => {
    const [agencyId, count, minute] = ['harbor-city', 2_000, 60_000];
    const start = world.parts.clock.now();
    // From the thousandth on the clock is half an hour behind.
    const atOf = (seq: number) => start + seq * minute - (seq >= 1_000 ? 30 * minute : 0);
    await world.parts.database.write(async ({ query }) => {
      const rows = Array.from({ length: count }, (_, index) => ({
        ...{
          agency_id: agencyId,
          seq: index + 1,
          incident_id: INCIDENT,
          type: 'later.than.known',
          at: atOf(index + 1),
        },
        ...{ body: '{}', body_version: 3, traceparent: null, tracestate: null },
      }));
      for (let from = 0; from < count; from += 500) {
        await query
          .insertInto('events')
          .values(rows.slice(from, from + 500))
          .execute();
      }
      await query.updateTable('agencies').set({ last_event_seq: count }).where('id', '=', agencyId).execute();
    });
    const find = (since: number, until: number) =>
      seqsOfSpan(world.parts.database.read, agencyId, { since, until: until - 1 });
    for (const [since, until] of [
      [start + 300 * minute, start + 310 * minute],
      [start + 980 * minute, start + 990 * minute],
    ] as const) {
      const { from, to } = await find(since, until);
      const within = Array.from({ length: count }, (_, index) => index + 1).filter(
        (seq) => atOf(seq) >= since && atOf(seq) < until,
      );
      assert.ok(within.length >= 10);
      assert.deepEqual(
        within.filter((seq) => seq < from || seq > to),
        [],
      );
      assert.ok(to - from < 200, `${from} to ${to}`);
    }
    assert.deepEqual(await find(0, start), { from: 1, to: 59 }, 'before the log began, as far as a clock may be wrong');
    assert.deepEqual(await find(start + 9_000 * minute, start + 9_001 * minute), { from: count + 1, to: count });
    const plans = await plansOf(({ query }) => seqsOfSpan(query, agencyId, { since: start, until: start + minute }));
    assert.ok(plans.length < 30, `${plans.length} statements`);
    for (const plan of plans.filter((each) => each.includes('events'))) {
      assert.match(plan, /events_pkey|sqlite_autoindex_events/);
      assert.doesNotMatch(plan, /TEMP B-TREE|\bSort\b/);
    }
  });

  test('a page of the log is read by its index from any cursor on, and backwards from its end', async () => {
    const everything = { types: ['location.updated' as const], incidentId: null, since: null, until: null };
    const newest = { from: 1, to: Number.MAX_SAFE_INTEGER, order: 'desc', limit: 100, filter: everything } as const;
    const works: ((tx: Transaction) => Promise<unknown>)[] = [
      ({ query }) => eventsAfter(query, AGENCY, 500_000, 256),
      ({ query }) => eventsBetween(query, AGENCY, newest),
      ({ query }) => newestEventsOfIncident(query, AGENCY, INCIDENT, 20),
    ];
    for (const work of works) {
      for (const plan of await plansOf(work)) {
        assert.match(plan, /events_pkey|sqlite_autoindex_events|events_by_arrival|events_of_incident/);
        assert.doesNotMatch(plan, /TEMP B-TREE|\bSort\b/);
        assert.deepEqual(wholeTablesOf(plan), [], plan);
      }
    }
  });

  test('a look for webhooks reads of the deliveries those alone that wait', async () => {
    const look = ({ query }: Transaction) => subscriptionsWithWork({ engine: engine.name, read: query }, 'nobody', 0);
    const [plan = ''] = await plansOf(look);
    assert.match(plan, /webhook_deliveries_due|webhook_deliveries_of_incident/);
    assert.doesNotMatch(plan, /webhook_deliveries_of_subscription/);
  });

  test('a search reads the newest texts by their time, and what it found by its id', async () => {
    const wanted = { all: ['rivera'], any: ['rive', 'erra'] };
    const find = async (query: Kysely<Schema>) =>
      findTexts(await agencyTexts(query, engine.name, AGENCY, chunksIn(wanted)), { wanted, limit: 300 });
    for (const plan of await plansOf(({ query }) => find(query))) {
      assert.match(plan, /search_texts_of_agency/);
      assert.deepEqual(wholeTablesOf(plan), [], plan);
    }
    for (const plan of await plansOf(({ query }) => listedOf(query, AGENCY, [INCIDENT, `${INCIDENT}0`]))) {
      assert.match(plan, /sqlite_autoindex_incidents_1 \(id=\?\)|incidents_pkey/);
    }
  });
});
