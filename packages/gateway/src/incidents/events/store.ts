import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { TAKE_EVENT_NUMBERS, TAKE_EVENT_NUMBERS_OF_ALL } from '../../agencies/store.ts';
import { compileOnce } from '../../database/compile-once.ts';
import type { RowsWriter } from '../../database/database.ts';
import { pack } from '../../database/packed/pack.ts';
import type { Schema } from '../../database/schema.ts';
import { isOfType } from './by-type.ts';
import { compactBody, toStoredBody } from './compact-body.ts';
import { BODY_VERSION, ERASED_TYPE, readStored } from './read-stored.ts';
import type { AppendedEvent, EventFilter, EventType, IncidentEvent, NewEvent } from './types.ts';

/** Read with each event, so that a running server notices a new one. */
export const EPOCH = sql<string | null>`(SELECT epoch FROM installation)`.as('epoch');

const COLUMNS = 'agency_id, seq, incident_id, type, at, body, packed, traceparent, tracestate, body_version';
const INSERT_ONE = `INSERT INTO events (${COLUMNS})
  VALUES (?, (SELECT last_event_seq FROM agencies WHERE id = ?) - ?, ?, ?, ?, ?, ?, ?, ?, ${BODY_VERSION})`;
/** An agency that is not there has no number, which the column refuses. */
const INSERT_ALL = `WITH taken AS (${TAKE_EVENT_NUMBERS_OF_ALL})
  INSERT INTO events (${COLUMNS})
  SELECT agency_id, last_event_seq - behind, incident_id, type, at, body, packed, traceparent, tracestate, ${BODY_VERSION}
  FROM unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bytea[], $10::text[], $11::text[])
    AS new (agency_id, behind, incident_id, type, at, body, packed, traceparent, tracestate)
    LEFT JOIN taken ON id = agency_id`;

/** Appends events to their agencies' logs, each under its agency's next number, in their order. */
export const writeEvents: RowsWriter<AppendedEvent> = ({ engine, isPacking }, events) => {
  const agencies = [...Map.groupBy(events, ({ agencyId }) => agencyId)];
  return engine === 'postgres'
    ? [insertAll(agencies, isPacking)]
    : agencies.flatMap(([id, own]) => insertEach(id, own, isPacking));
};

/** What stands in the row of a body: JSON, or bytes and what statements look for in it. */
function bodyColumns(event: NewEvent, isPacking: boolean): { body: string; packed: Buffer | null } {
  const body = compactBody(toStoredBody(event.body), event);
  const packed = isPacking ? pack(body, event.at) : null;
  return packed === null ? { body: JSON.stringify(body), packed } : { body: lookedFor(event), packed };
}

/** A report counts alerts by the status that each change gave them. */
function lookedFor({ type, body }: NewEvent): string {
  if (type !== 'alert.status_changed' || !('incident' in body)) return '{}';
  return JSON.stringify({ incident: { status: body.incident.status } });
}

function insertEach(agencyId: string, events: readonly AppendedEvent[], isPacking: boolean): CompiledQuery[] {
  const inserts = events.map((event, index) => {
    const { incidentId, type, at, traceparent, tracestate } = event;
    const behind = events.length - 1 - index;
    const { body, packed } = bodyColumns(event, isPacking);
    const place = [agencyId, agencyId, behind, incidentId, type, at];
    return CompiledQuery.raw(INSERT_ONE, [...place, body, packed, traceparent, tracestate]);
  });
  return [CompiledQuery.raw(TAKE_EVENT_NUMBERS, [events.length, agencyId]), ...inserts];
}

/** How many numbers are taken and the events under them, for all agencies at once. */
function insertAll(
  agencies: readonly (readonly [string, readonly AppendedEvent[]])[],
  isPacking: boolean,
): CompiledQuery {
  const events = agencies.flatMap(([, own]) => own);
  const bodies = events.map((event) => bodyColumns(event, isPacking));
  return CompiledQuery.raw(INSERT_ALL, [
    agencies.map(([agencyId]) => agencyId),
    agencies.map(([, own]) => own.length),
    events.map(({ agencyId }) => agencyId),
    agencies.flatMap(([, own]) => own.map((_, index) => own.length - 1 - index)),
    events.map(({ incidentId }) => incidentId),
    events.map(({ type }) => type),
    events.map(({ at }) => at),
    bodies.map(({ body }) => body),
    bodies.map(({ packed }) => packed),
    events.map(({ traceparent }) => traceparent),
    events.map(({ tracestate }) => tracestate),
  ]);
}

/** Read by every stream and webhook again and again, a few events at a time. */
const rowsAfter = compileOnce((query, agencyId: string, seq: number, limit: number) =>
  query
    .selectFrom('events')
    .selectAll()
    .select(EPOCH)
    .where('agency_id', '=', agencyId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit),
);

/** Up to `limit` events of the agency after `seq`, in order. */
export async function eventsAfter(
  query: Kysely<Schema>,
  agencyId: string,
  seq: number,
  limit: number,
): Promise<IncidentEvent[]> {
  return (await rowsAfter(query, agencyId, seq, limit)).map(readStored);
}

/** Up to `limit` events of the agency's incident, the newest, in order. */
export async function newestEventsOfIncident(
  query: Kysely<Schema>,
  agencyId: string,
  incidentId: string,
  limit: number,
): Promise<IncidentEvent[]> {
  const rows = await query
    .selectFrom('events')
    .selectAll()
    .select(EPOCH)
    .where('incident_id', '=', incidentId)
    .where('agency_id', '=', agencyId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(readStored).reverse();
}

/** The newest number of the agency's log and the oldest one that is kept; `oldest` is `head` + 1 where none is. */
export async function logSpan(
  query: Kysely<Schema>,
  agencyId: string,
): Promise<{ head: number; oldest: number; epoch: string }> {
  const { last_event_seq: head, epoch } = await query
    .selectFrom('agencies')
    .select(['last_event_seq', EPOCH])
    .where('id', '=', agencyId)
    .executeTakeFirstOrThrow();
  const first = await query
    .selectFrom('events')
    .select('seq')
    .where('agency_id', '=', agencyId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return { head, oldest: first?.seq ?? head + 1, epoch: epoch ?? '' };
}

/** By as much a clock may have been put back: so far the instants of a log may be out of the order of its numbers. */
const PUT_BACK_AT_MOST_MS = 3_600_000;

/**
 * Numbers of the agency's log that hold between them, both inclusive, every event that happened between these instants. Found by
 * halving the log, so it costs the same in a long one. What was written after a clock was put back by more than an hour may be outside.
 */
export async function seqsOfSpan(
  query: Kysely<Schema>,
  agencyId: string,
  { since, until }: { since: number; until: number },
): Promise<{ from: number; to: number }> {
  const { oldest, head } = await logSpan(query, agencyId);
  /** The first number from `from` on whose event is not before `at`; `head` + 1 where none is. */
  async function firstAt(at: number, from: number): Promise<number> {
    let [low, high] = [from, head + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const event = await query
        .selectFrom('events')
        .select('at')
        .where('agency_id', '=', agencyId)
        .where('seq', '>=', middle)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst();
      if (event !== undefined && event.at < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const from = await firstAt(since - PUT_BACK_AT_MOST_MS, oldest);
  return { from, to: (await firstAt(until + PUT_BACK_AT_MOST_MS + 1, from)) - 1 };
}

/** Beyond as many agencies all are read: to name each of thousands costs more than the others' rows do. */
const MOST_NAMED = 100;

/** The newest numbers of several agencies' logs, perhaps of others too, and the epoch in which they are. */
export async function logHeads(
  query: Kysely<Schema>,
  agencyIds: readonly string[],
): Promise<Map<string, { head: number; epoch: string }>> {
  let heads = query.selectFrom('agencies').select(['id', 'last_event_seq', EPOCH]);
  if (agencyIds.length <= MOST_NAMED) heads = heads.where('id', 'in', [...agencyIds]);
  const rows = await heads.execute();
  return new Map(rows.map((row) => [row.id, { head: row.last_event_seq, epoch: row.epoch ?? '' }]));
}

/** The agency's events with these numbers, both inclusive, that fit the filter. */
export async function eventsBetween(
  query: Kysely<Schema>,
  agencyId: string,
  wanted: { from: number; to: number; order: 'asc' | 'desc'; limit: number; filter: EventFilter },
): Promise<IncidentEvent[]> {
  const { types, incidentId, since, until } = wanted.filter;
  if (types.length === 0) return [];
  // An incident's few events are found by their own index; the expression keeps the engine from walking the agency's log.
  const owner = incidentId === null ? sql<string>`agency_id` : sql<string>`agency_id || ''`;
  let events = query
    .selectFrom('events')
    .selectAll()
    .select(EPOCH)
    .where(owner, '=', agencyId)
    .where('seq', '>=', wanted.from)
    .where('seq', '<=', wanted.to)
    .where('type', 'in', [...types])
    .orderBy('seq', wanted.order)
    .limit(wanted.limit);
  if (incidentId !== null) events = events.where('incident_id', '=', incidentId);
  if (since !== null) events = events.where('at', '>=', since);
  if (until !== null) events = events.where('at', '<=', until);
  return (await events.execute()).map(readStored);
}

interface OfIncident {
  readonly agencyId: string;
  readonly incidentId: string;
  readonly types: readonly EventType[];
}

function ofIncident(query: Kysely<Schema>, { agencyId, incidentId, types }: OfIncident) {
  return query
    .selectFrom('events')
    .where('incident_id', '=', incidentId)
    .where(sql<string>`agency_id || ''`, '=', agencyId)
    .where('type', 'in', [...types]);
}

/** How many events of these types the agency's incident has. */
export async function countOfIncident(query: Kysely<Schema>, of: OfIncident): Promise<number> {
  const { count } = await ofIncident(query, of)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A page of the incident's events of these types, in order. */
export async function pageOfIncident<Type extends EventType>(
  query: Kysely<Schema>,
  page: OfIncident & { types: readonly Type[]; offset: number; limit: number },
) {
  const rows = await ofIncident(query, page)
    .selectAll()
    .select(EPOCH)
    .orderBy('seq')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map(readStored).filter(isOfType(...page.types));
}

/** Removes up to `limit` events from the start of the agency's log, as far as they happened before `before`. */
export async function deleteOldestEvents(
  query: Kysely<Schema>,
  agencyId: string,
  before: number,
  limit: number,
): Promise<number> {
  const oldest = await query
    .selectFrom('events')
    .select(['seq', 'at'])
    .where('agency_id', '=', agencyId)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const kept = oldest.findIndex((event) => event.at >= before);
  const last = (kept === -1 ? oldest.at(-1) : oldest[kept - 1])?.seq;
  if (last === undefined) return 0;
  const { numDeletedRows } = await query
    .deleteFrom('events')
    .where('agency_id', '=', agencyId)
    .where('seq', '<=', last)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Empties the events that the condition chooses, so that what they stated is read no more; their numbers stay, and the log has
 * no gap. Returns how many were not empty.
 */
export async function emptyEvents(query: Kysely<Schema>, chosen: RawBuilder<boolean>): Promise<number> {
  const { numUpdatedRows } = await query
    .updateTable('events')
    .set({ type: ERASED_TYPE, body: '{}', packed: null, traceparent: null, tracestate: null })
    .where(chosen)
    .where('type', '<>', ERASED_TYPE)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** As `emptyEvents`, every event of these incidents. */
export function emptyEventsOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<number> {
  return emptyEvents(query, sql<boolean>`incident_id IN (${sql.join(incidentIds)})`);
}
