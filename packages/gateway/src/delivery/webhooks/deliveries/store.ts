import { CompiledQuery, type Kysely, type Selectable, sql } from 'kysely';
import { compileOnce } from '../../../database/compile-once.ts';
import type { Database, Engine, Transaction } from '../../../database/database.ts';
import type { Schema } from '../../../database/schema.ts';
import { readStored } from '../../../incidents/events/read-stored.ts';
import { EPOCH } from '../../../incidents/events/store.ts';
import type { Delivery, DeliveryState, DueDelivery } from './types.ts';

function toDelivery(row: Selectable<Schema['webhook_deliveries']>): Delivery {
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    seq: row.seq,
    incidentId: row.incident_id,
    eventType: row.event_type,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    nextAttemptAt: row.next_attempt_at,
    lastAttemptAt: row.last_attempt_at,
    status: row.status,
    answer: row.answer,
    fault: row.fault,
    durationMs: row.duration_ms,
    finishedAt: row.finished_at,
    createdAt: row.created_at,
  };
}

function toRow(delivery: Delivery): Selectable<Schema['webhook_deliveries']> {
  return {
    id: delivery.id,
    subscription_id: delivery.subscriptionId,
    seq: delivery.seq,
    incident_id: delivery.incidentId,
    event_type: delivery.eventType,
    state: delivery.state,
    attempts: delivery.attempts,
    first_attempt_at: delivery.firstAttemptAt,
    next_attempt_at: delivery.nextAttemptAt,
    last_attempt_at: delivery.lastAttemptAt,
    status: delivery.status,
    answer: delivery.answer,
    fault: delivery.fault,
    duration_ms: delivery.durationMs,
    finished_at: delivery.finishedAt,
    created_at: delivery.createdAt,
  };
}

const ATTEMPTED = [
  'state',
  'attempts',
  'first_attempt_at',
  'next_attempt_at',
  'last_attempt_at',
  'status',
  'answer',
  'fault',
  'duration_ms',
  'finished_at',
] as const;

const COLUMNS = [
  'id',
  'subscription_id',
  'seq',
  'incident_id',
  'event_type',
  ...ATTEMPTED,
  'created_at',
] as const satisfies readonly (keyof Schema['webhook_deliveries'])[];
const TEXTS = new Set<string>(['id', 'incident_id', 'event_type', 'state', 'answer', 'fault']);
const INSERT = `INSERT INTO webhook_deliveries (${COLUMNS.join(', ')})`;
const ON_CONFLICT = `ON CONFLICT (id) DO UPDATE SET ${ATTEMPTED.map((column) => `${column} = excluded.${column}`).join(', ')}`;
const ROW = `(${COLUMNS.map(() => '?').join(', ')})`;
const ROWS_A_STATEMENT = 16;
const SAVE_ONE = `${INSERT} VALUES ${ROW} ${ON_CONFLICT}`;
const SAVE_SOME = `${INSERT} VALUES ${Array(ROWS_A_STATEMENT).fill(ROW).join(', ')} ${ON_CONFLICT}`;
const ARRAYS = COLUMNS.map((column, index) => `$${index + 1}::${TEXTS.has(column) ? 'text' : 'bigint'}[]`);
const SAVE_ALL = `${INSERT} SELECT * FROM unnest(${ARRAYS.join(', ')}) ${ON_CONFLICT}`;

/**
 * Those of a group ended in the order in which their endpoint answered. In the order of the log, rows that follow each other stand in
 * the same pages of the table and its indexes.
 */
function inOrderOfLog(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
}

/**
 * Writes deliveries as they now stand, new ones and known ones, and does not wait for it. Encoded as SQL once, because
 * building the statement costs more than running it.
 */
export function saveDeliveries(tx: Transaction, deliveries: readonly Delivery[]): void {
  if (deliveries.length === 0) return;
  const rows = inOrderOfLog(deliveries).map(toRow);
  if (tx.engine === 'postgres') {
    tx.send(
      CompiledQuery.raw(
        SAVE_ALL,
        COLUMNS.map((column) => rows.map((row) => row[column])),
      ),
    );
    return;
  }
  const valuesOf = (from: number, to: number) => {
    const values: unknown[] = [];
    for (const row of rows.slice(from, to)) for (const column of COLUMNS) values.push(row[column]);
    return values;
  };
  const inSome = rows.length - (rows.length % ROWS_A_STATEMENT);
  for (let at = 0; at < inSome; at += ROWS_A_STATEMENT) {
    tx.send(CompiledQuery.raw(SAVE_SOME, valuesOf(at, at + ROWS_A_STATEMENT)));
  }
  for (let at = inSome; at < rows.length; at += 1) tx.send(CompiledQuery.raw(SAVE_ONE, valuesOf(at, at + 1)));
}

/**
 * Deliveries that may be attempted now, in the order of the log, with their events: none of an incident in `busy`, and none
 * that stands behind an earlier one of its incident which waits for its next attempt.
 */
export async function dueDeliveries(
  query: Kysely<Schema>,
  subscription: { id: number; agencyId: string },
  wanted: { now: number; busy: readonly string[]; limit: number },
): Promise<DueDelivery[]> {
  const { id, agencyId: agency_id } = subscription;
  const { now, busy, limit } = wanted;
  const rows =
    busy.length === 0
      ? await dueOfIdle(query, id, agency_id, now, limit)
      : await dueOf(query, id, agency_id, now, limit)
          .where('d.incident_id', 'not in', [...busy])
          .execute();
  // Member by member: to take the rest of a row apart costs more than all else that is done with it.
  return rows.map((row) => {
    const { about: incident_id, type, at, body, packed, body_version, traceparent, tracestate, epoch } = row;
    const seq = row.seq ?? 0;
    const place = { agency_id, seq, incident_id, type, at };
    const stored = { ...place, body, packed, body_version, traceparent, tracestate, epoch };
    return { delivery: toDelivery(row), event: readStored(stored) };
  });
}

function dueOf(query: Kysely<Schema>, id: number, agencyId: string, now: number, limit: number) {
  const firstThatWaits = query
    .selectFrom('webhook_deliveries')
    .select(['incident_id', (eb) => eb.fn.min('seq').as('seq')])
    .where('subscription_id', '=', id)
    .where('state', '=', 'pending')
    .where('next_attempt_at', '>', now)
    .groupBy('incident_id')
    .as('waiting');
  return query
    .selectFrom('webhook_deliveries as d')
    .innerJoin('events as e', (join) => join.onRef('e.seq', '=', 'd.seq'))
    .leftJoin(firstThatWaits, 'waiting.incident_id', 'd.incident_id')
    .selectAll('d')
    .select(['e.incident_id as about', 'e.type', 'e.at', 'e.body', 'e.packed', 'e.body_version'])
    .select(['e.traceparent', 'e.tracestate', EPOCH])
    .where('e.agency_id', '=', agencyId)
    .where('d.subscription_id', '=', id)
    .where('d.state', '=', 'pending')
    .where('d.next_attempt_at', '<=', now)
    .where((eb) => eb.or([eb('waiting.seq', 'is', null), eb('d.seq', '<', eb.ref('waiting.seq'))]))
    .orderBy('d.seq')
    .limit(limit);
}

/** Asked by whatever begins, while nothing of it is at work. */
const dueOfIdle = compileOnce(dueOf);

const soonest = compileOnce((query, subscriptionId: number, now: number) =>
  query
    .selectFrom('webhook_deliveries')
    .select((eb) => eb.fn.min('next_attempt_at').as('at'))
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', sql.lit('pending'))
    .where('next_attempt_at', '>', now),
);

/**
 * When the first of the subscription's deliveries that wait after `now` is to be attempted; null where none waits. One that stands
 * behind another of its incident keeps the instant it was made at, which is past.
 */
export async function nextAttemptOf(
  query: Kysely<Schema>,
  subscriptionId: number,
  now: number,
): Promise<number | null> {
  const [found] = await soonest(query, subscriptionId, now);
  return found?.at ?? null;
}

/** Asked by every run of a subscription, most of which have none. */
const pendingOf = compileOnce((query, subscriptionId: number) =>
  query
    .selectFrom('webhook_deliveries')
    .select((eb) => ['incident_id', eb.fn.countAll<number>().as('pending')])
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', sql.lit('pending'))
    .groupBy('incident_id'),
);

/** Which incidents have deliveries that are to be attempted, now or later, and how many of them there are in all. */
export async function pendingIncidents(
  query: Kysely<Schema>,
  subscriptionId: number,
): Promise<{ incidentIds: string[]; deliveries: number }> {
  const rows = await pendingOf(query, subscriptionId);
  return {
    incidentIds: rows.flatMap(({ incident_id }) => incident_id ?? []),
    deliveries: rows.reduce((sum, { pending }) => sum + Number(pending), 0),
  };
}

const STORED_AMONG: Readonly<Record<Engine, string>> = {
  sqlite: 'SELECT id FROM webhook_deliveries WHERE id IN (SELECT value FROM json_each(?))',
  postgres: 'SELECT id FROM webhook_deliveries WHERE id = ANY($1::text[])',
};

/** Those of `ids` that are stored, in whatever state. One statement, whatever their number is, that is never built anew. */
export async function storedAmong(
  { engine, read }: Pick<Database, 'engine' | 'read'>,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const asked = engine === 'sqlite' ? JSON.stringify(ids) : ids;
  const { rows } = await read.executeQuery<{ id: string }>(CompiledQuery.raw(STORED_AMONG[engine], [asked]));
  return new Set(rows.map(({ id }) => id));
}

/** Lets everything that waits for its next attempt be attempted now: the endpoint answers again. */
export async function makeAllDue(query: Kysely<Schema>, subscriptionId: number, now: number): Promise<void> {
  await query
    .updateTable('webhook_deliveries')
    .set({ next_attempt_at: now })
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', 'pending')
    .where('next_attempt_at', '>', now)
    .execute();
}

/** Lets everything that waits be attempted now, for as long as a new delivery. */
export async function restartPending(query: Kysely<Schema>, subscriptionId: number, now: number): Promise<void> {
  await query
    .updateTable('webhook_deliveries')
    .set({ next_attempt_at: now, first_attempt_at: null })
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', 'pending')
    .execute();
}

/** One delivery of the subscription, or nothing. */
export async function findDelivery(
  query: Kysely<Schema>,
  subscriptionId: number,
  id: string,
): Promise<Delivery | undefined> {
  const row = await query
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('id', '=', id)
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirst();
  return row && toDelivery(row);
}

/** A page of the subscription's deliveries, the newest first; `before` is the last one of the page before. */
export async function deliveriesOf(
  query: Kysely<Schema>,
  subscriptionId: number,
  page: { before: { createdAt: number; id: string } | null; state: DeliveryState | null; limit: number },
): Promise<Delivery[]> {
  const { before, state } = page;
  let found = query.selectFrom('webhook_deliveries').selectAll().where('subscription_id', '=', subscriptionId);
  if (state !== null) found = found.where('state', '=', state);
  if (before !== null) {
    found = found.where((eb) =>
      eb.or([
        eb('created_at', '<', before.createdAt),
        eb.and([eb('created_at', '=', before.createdAt), eb('id', '<', before.id)]),
      ]),
    );
  }
  const rows = await found.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(page.limit).execute();
  return rows.map(toDelivery);
}

/** The newest delivery of a subscription that was attempted, or nothing. */
export async function newestAttempted(query: Kysely<Schema>, subscriptionId: number): Promise<Delivery | undefined> {
  const row = await query
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .where('attempts', '>', 0)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toDelivery(row);
}

/** Removes up to `limit` that were delivered or given up before those instants, or whose event is not kept any more. */
export async function deleteOldDeliveries(
  query: Kysely<Schema>,
  before: { delivered: number; failed: number },
  limit: number,
): Promise<number> {
  const ids: string[] = [];
  for (const old of [
    () => endedBefore(query, 'delivered', before.delivered, limit),
    () => endedBefore(query, 'failed', before.failed, limit),
    () => waitingForForgotten(query, limit),
  ]) {
    if (ids.length === 0) ids.push(...(await old()));
  }
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await query.deleteFrom('webhook_deliveries').where('id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
}

async function endedBefore(
  query: Kysely<Schema>,
  state: 'delivered' | 'failed',
  before: number,
  limit: number,
): Promise<string[]> {
  const rows = await query
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('state', '<>', sql.lit('pending'))
    .where('state', '=', sql.lit(state))
    .where('finished_at', '<', before)
    .orderBy('finished_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** What waits, subscription by subscription, for an event that its agency's log does not have any more. */
async function waitingForForgotten(query: Kysely<Schema>, limit: number): Promise<string[]> {
  const rows = await query
    .selectFrom('webhook_subscriptions as s')
    .innerJoin('webhook_deliveries as d', 'd.subscription_id', 's.id')
    .select('d.id')
    .where('d.state', '=', sql.lit('pending'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('events as e')
            .select(sql`1`.as('one'))
            .whereRef('e.agency_id', '=', 's.agency_id')
            .whereRef('e.seq', '=', 'd.seq'),
        ),
      ),
    )
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Removes the delivery log of a subscription. */
export async function deleteDeliveriesOf(query: Kysely<Schema>, subscriptionId: number): Promise<void> {
  await query.deleteFrom('webhook_deliveries').where('subscription_id', '=', subscriptionId).execute();
}

/** Removes up to `limit` from the delivery logs of the agency's subscriptions, sent or not; returns how many. */
export async function deleteDeliveriesOfAgency(
  query: Kysely<Schema>,
  agencyId: string,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('webhook_deliveries')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('webhook_deliveries as d')
        .innerJoin('webhook_subscriptions as s', 's.id', 'd.subscription_id')
        .select('d.id')
        .where('s.agency_id', '=', agencyId)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
