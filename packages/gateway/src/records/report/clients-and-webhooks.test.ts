import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CompiledQuery } from 'kysely';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testClock, testWorld } from '../../../../testing/src/world.ts';
import type { AuditEntry } from '../../audit/types.ts';
import { saveDeliveries } from '../../delivery/webhooks/deliveries/store.ts';
import { type Delivery, newDelivery } from '../../delivery/webhooks/deliveries/types.ts';
import { createSubscription } from '../../delivery/webhooks/subscriptions/create-subscription.ts';
import { openCall } from '../../incidents/calls/open-call.ts';
import { claimsQuery, refusalsQuery, tokensQuery } from './clients/store.ts';
import { deliveriesQuery } from './deliveries/store.ts';
import { reportFigures } from './report-figures.ts';

const AGENCY = 'sandbox-county';
const origin = originFrom();
const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-20T12:00:00Z');

onEachEngine('tokens, refusals and deliveries of a report', (engine) => {
  const clock = testClock(NOON);
  let world: Awaited<ReturnType<typeof testWorld>>;
  let subscriptionId = 0;

  const record = (entry: Omit<AuditEntry, 'origin'>) =>
    world.parts.database.write((tx) => world.parts.audit.append(tx, { ...entry, origin }));
  const byClient = (id: string, outcome: AuditEntry['outcome'], agencyId: string | null = AGENCY) =>
    record({
      actor: { kind: 'client', id },
      agencyId,
      action: outcome === 'success' ? 'token.issued' : 'request.refused',
      outcome,
    });
  const subscribe = async (agencyId: string, name: string) => {
    const { subscription } = await createSubscription(world.parts, {
      owner: { agencyId, clientId: null },
      ...{ name, url: 'https://records.example.test/hook', dialect: 'native', eventTypes: ['note.added'] },
      ...{ authentication: { kind: 'none' }, actor: { kind: 'system', id: 'test' }, origin },
    });
    return subscription.id;
  };
  const openOne = (agencyId = AGENCY) =>
    openCall(world.parts, {
      ...{ clientId: 'sandbox-call-handling', agencyId, idempotencyKey: null, content: {}, origin },
      report: {
        ...{ callerName: null, callerPhoneGiven: '+15555550142', sipCallId: null, suppliedBy: 'Trunk', location: null },
        ...{ startedAt: clock.now(), isTimeGiven: true, facts: {} },
      },
    });
  const newestSeq = async (agencyId: string) =>
    (
      await world.parts.database.read
        .selectFrom('agencies')
        .select('last_event_seq')
        .where('id', '=', agencyId)
        .executeTakeFirstOrThrow()
    ).last_event_seq;
  /** A delivery of the newest event of that agency, which ended so. */
  async function deliver(of: number, agencyId: string, ended: Partial<Delivery>) {
    const made = newDelivery(
      {
        ...{ subscriptionId: of, seq: Number(await newestSeq(agencyId)), epoch: '' },
        ...{ incidentId: 'any', eventType: 'note.added' },
      },
      clock.now(),
    );
    await world.parts.database.write(async (tx) => saveDeliveries(tx, [{ ...made, ...ended }]));
  }
  const figures = (agencyId = AGENCY) =>
    reportFigures(world.parts, { agencyId, since: '2026-11-01', until: '2026-11-20' });

  before(async () => {
    world = await testWorld(engine, {}, clock);
    for (let time = 0; time < 3; time += 1) await byClient('sandbox-cad', 'success');
    await byClient('sandbox-prepared-cad', 'success');
    await record({
      actor: { kind: 'user', id: 'somebody' },
      agencyId: AGENCY,
      action: 'token.issued',
      outcome: 'success',
      detail: { grant_type: 'password', client_id: 'sandbox-cad' },
    });
    await byClient('sandbox-cad', 'refused');
    for (const subject of ['sandbox-cad', 'sandbox-prepared-events', 'harbor-cad', "x' OR 1=1 --"]) {
      await record({
        actor: { kind: 'anonymous', id: '' },
        agencyId: null,
        action: 'request.refused',
        outcome: 'refused',
        subject,
      });
    }
    await byClient('harbor-cad', 'success', 'harbor-city');
    subscriptionId = await subscribe(AGENCY, 'Records system');
    await subscribe(AGENCY, 'Nothing yet');
    const harbors = await subscribe('harbor-city', 'Records system');
    for (const waitedMs of [120, 240, 9_000]) {
      await openOne();
      await deliver(subscriptionId, AGENCY, { state: 'delivered', attempts: 1, finishedAt: clock.now() + waitedMs });
    }
    await openOne();
    await deliver(subscriptionId, AGENCY, { state: 'failed', attempts: 9, finishedAt: clock.now() });
    await openOne();
    await deliver(subscriptionId, AGENCY, {});
    await openOne('harbor-city');
    await deliver(harbors, 'harbor-city', { state: 'delivered', attempts: 1, finishedAt: clock.now() + 100 });
    await openOne();
    const dayNine = clock.now() - 8 * DAY_MS;
    await deliver(subscriptionId, AGENCY, { state: 'failed', createdAt: dayNine, finishedAt: dayNine });
  });
  after(() => world.stop());

  test('has the tokens and refusals of each client, those that only claimed to be it apart, and no stranger', async () => {
    const { clients } = await figures();
    assert.deepEqual(clients.slice(0, 3), [
      { clientId: 'sandbox-cad', name: 'Sandbox CAD', tokens: 4, refusals: 1, claims: 1 },
      { clientId: 'sandbox-prepared-cad', name: clients[1]?.name, tokens: 1, refusals: 0, claims: 0 },
      { clientId: 'sandbox-prepared-events', name: clients[2]?.name, tokens: 0, refusals: 0, claims: 1 },
    ]);
    assert.equal(clients.length, 3);
    const harbors = (await figures('harbor-city')).clients;
    assert.deepEqual(
      harbors.map(({ clientId, tokens, refusals, claims }) => [clientId, tokens, refusals, claims]),
      [['harbor-cad', 1, 0, 1]],
    );
  });

  test('has how deliveries to each webhook ended and when they arrived, of the days of which all are kept', async () => {
    const { webhooks, deliveriesSince } = await figures();
    assert.equal(deliveriesSince, NOON - 7 * DAY_MS);
    assert.deepEqual(
      webhooks.map(({ name, figures: { delivered, failed, pending, tenths } }) => [
        ...[name, delivered, failed, pending],
        ...[tenths.percentile(50), tenths.percentile(90)],
      ]),
      [
        ['Nothing yet', 0, 0, 0, null, null],
        ['Records system', 3, 1, 1, 2, 90],
      ],
    );
    const harbors = (await figures('harbor-city')).webhooks;
    assert.deepEqual(
      harbors.map(({ figures: { delivered, failed } }) => [delivered, failed]),
      [[1, 0]],
    );
  });

  test('is read by indexes, and neither records nor deliveries are scanned', async () => {
    const { database } = world.parts;
    if (database.engine !== 'sqlite') return;
    const asked = { agencyId: AGENCY, part: { day: '', from: NOON - DAY_MS, until: NOON + DAY_MS, offsetMs: 0 } };
    const queries: [CompiledQuery, RegExp][] = [
      [
        tokensQuery(database.read, 'sqlite', asked).compile(),
        /audit_records_of_agency \(agency_id=\? AND at>\? AND at<\?\)/,
      ],
      [refusalsQuery(database.read, 'sqlite', asked).compile(), /audit_re\w+_of_agency \(.*at>\? AND at<\?\)/],
      [
        claimsQuery(database.read, 'sandbox-cad', asked.part).compile(),
        /audit_refusals_by_claim \(subject=\? AND at>\? AND at<\?\)/,
      ],
      [
        deliveriesQuery(database.read, asked).compile(),
        /webhook_deliveries_of_subscription \(subscription_id=\? AND created_at>\? AND created_at<\?\)/,
      ],
    ];
    for (const [query, index] of queries) {
      const { rows } = await database.read.executeQuery<{ detail: string }>({
        ...query,
        sql: `EXPLAIN QUERY PLAN ${query.sql}`,
      });
      const plan = rows.map(({ detail }) => detail).join('\n');
      assert.match(plan, index);
      assert.doesNotMatch(plan, /SCAN (audit_records|d|events)\b/);
    }
  });
});
