import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { compileOnce } from '../../database/compile-once.ts';
import type { Schema } from '../../database/schema.ts';
import { toE164 } from '../callers/phone-number.ts';
import { LISTED_COLUMNS, toIncident, toListed } from '../incident/store.ts';
import { STORED_ASSAILANTS } from '../incident/stored-form.ts';
import type { Incident, ListedIncident } from '../incident/types.ts';

/** The agency's incidents with a signal that a partner knows by this id of its own, newest first. */
export async function incidentsBySource(
  query: Kysely<Schema>,
  agencyId: string,
  sourceId: string,
  limit: number,
): Promise<Incident[]> {
  const further = query.selectFrom('incident_signals').select('incident_id').where('source_id', '=', sourceId);
  return newestOf(query, agencyId, limit, { column: 'source_id', value: sourceId, further });
}

/** True where the agency has an incident whose caller's number could not be read and was kept as this text. */
export async function isNumberKnown(query: Kysely<Schema>, agencyId: string, text: string): Promise<boolean> {
  const row = await query
    .selectFrom('incidents')
    .select('id')
    .where('agency_id', '=', agencyId)
    .where('caller_phone_number', 'is', null)
    .where('caller_phone_given', '=', text)
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined) return true;
  const further = await query
    .selectFrom('incident_signals')
    .select('id')
    .where('agency_id', '=', agencyId)
    .where('is_further', '=', sql.lit(1))
    .where('caller_phone', '=', text)
    .limit(1)
    .executeTakeFirst();
  return further !== undefined;
}

/**
 * The agency's incidents of this caller, also those to which this caller's signal was a further one; newest first. By the
 * number in E.164, or by the text that one was kept as that could not be read.
 */
export async function incidentsByPhone(
  query: Kysely<Schema>,
  agencyId: string,
  phoneNumber: string,
  limit: number,
): Promise<Incident[]> {
  const further = query.selectFrom('incident_signals').select('incident_id').where('caller_phone', '=', phoneNumber);
  const column = toE164(phoneNumber) === phoneNumber ? 'caller_phone_number' : 'caller_phone_given';
  return newestOf(query, agencyId, limit, { column, value: phoneNumber, further });
}

/** Two statements, each by its own index: an `or` of both would read every incident of the agency. */
async function newestOf(
  query: Kysely<Schema>,
  agencyId: string,
  limit: number,
  by: {
    column: 'source_id' | 'caller_phone_number' | 'caller_phone_given';
    value: string;
    further: SelectQueryBuilder<Schema, 'incident_signals', { incident_id: string }>;
  },
): Promise<Incident[]> {
  const newest = query
    .selectFrom('incidents')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('created_at', 'desc')
    .limit(limit);
  const named = newest.where(by.column, '=', by.value);
  // A text names a caller only where no number could be read in it.
  const own = await (by.column === 'caller_phone_given'
    ? named.where('caller_phone_number', 'is', null)
    : named
  ).execute();
  const joined = by.further.where('agency_id', '=', agencyId).where('is_further', '=', sql.lit(1));
  const signalled = await newest.where('id', 'in', joined).execute();
  const rows = new Map([...own, ...signalled].map((row) => [row.id, row]));
  return [...rows.values()]
    .sort((one, other) => other.created_at - one.created_at)
    .slice(0, limit)
    .map(toIncident);
}

/** The two statements of a page, each compiled once: with alerts of a test type, and without. */
function pages(hidesTests: boolean) {
  const listed = (query: Kysely<Schema>, agencyId: string, limit: number) => {
    const rows = query
      .selectFrom('incidents')
      .select(LISTED_COLUMNS)
      .where('agency_id', '=', agencyId)
      .orderBy('listed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    return hidesTests ? rows.where('is_test', '=', sql.lit(0)) : rows;
  };
  return {
    newest: compileOnce((query, agencyId: string, limit: number) => listed(query, agencyId, limit)),
    before: compileOnce((query, agencyId: string, listedAt: number, id: string, limit: number) =>
      listed(query, agencyId, limit).where((eb) => eb(eb.refTuple('listed_at', 'id'), '<', eb.tuple(listedAt, id))),
    ),
  };
}

const ALL = pages(false);
const WITHOUT_TESTS = pages(true);

/** The agency's incidents as lists show them, those first that came in or were signalled last, starting after `before`. */
export async function newestIncidents(
  query: Kysely<Schema>,
  agencyId: string,
  before: { listedAt: number; id: string } | null,
  { limit, hidesTests = false }: { limit: number; hidesTests?: boolean },
): Promise<ListedIncident[]> {
  const page = hidesTests ? WITHOUT_TESTS : ALL;
  const rows =
    before === null
      ? await page.newest(query, agencyId, limit)
      : await page.before(query, agencyId, before.listedAt, before.id, limit);
  return rows.map(toListed);
}

/** The agency's alerts that wait for its answer, the nearest deadline first, with or without those of a test type. */
export async function waitingAlerts(
  query: Kysely<Schema>,
  agencyId: string,
  now: number,
  { limit, hidesTests }: { limit: number; hidesTests: boolean },
): Promise<ListedIncident[]> {
  let waiting = query
    .selectFrom('incidents')
    .select(LISTED_COLUMNS)
    .where('status', '=', sql.lit('DISPATCH_REQUESTED'))
    .where('agency_id', '=', agencyId)
    .where('accept_by', '>', now);
  if (hidesTests) waiting = waiting.where('is_test', '=', sql.lit(0));
  const rows = await waiting.orderBy('accept_by').orderBy('id').limit(limit).execute();
  return rows.map(toListed);
}

/**
 * The agency's active assailant alerts that are open and were changed since then, the newest first, with or without those
 * of a test type. The literals are those of the partial index.
 */
export async function openAssailants(
  query: Kysely<Schema>,
  agencyId: string,
  changedSince: number,
  { limit, hidesTests }: { limit: number; hidesTests: boolean },
): Promise<ListedIncident[]> {
  let open = query
    .selectFrom('incidents')
    .select(LISTED_COLUMNS)
    .where(sql<boolean>`emergency_type IN (${sql.join(STORED_ASSAILANTS.map((stored) => sql.lit(stored)))})`)
    .where('agency_id', '=', agencyId)
    .where('updated_at', '>', changedSince)
    .where('status', 'in', OPEN)
    .where((eb) => eb.or([eb('disposition', 'is', null), eb('disposition', 'not in', OVER)]));
  if (hidesTests) open = open.where('is_test', '=', sql.lit(0));
  const rows = await open.orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toListed);
}

/** An alert of these is over where its disposition states it, and of no other is it open. */
const OPEN = ['NEW', 'DISPATCH_REQUESTED', 'ACCEPTED', 'TIMEOUT'];
const OVER = ['CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED', 'CANCELED'];

/** The agency's alerts that came since then and are neither refused, canceled, nor closed, the newest first. */
export async function openAlerts(
  query: Kysely<Schema>,
  agencyId: string,
  since: number,
  { limit, hidesTests }: { limit: number; hidesTests: boolean },
): Promise<ListedIncident[]> {
  let open = query
    .selectFrom('incidents')
    .select(LISTED_COLUMNS)
    .where('agency_id', '=', agencyId)
    .where('listed_at', '>=', since)
    .where('status', 'in', OPEN)
    .where((eb) => eb.or([eb('disposition', 'is', null), eb('disposition', 'not in', OVER)]));
  if (hidesTests) open = open.where('is_test', '=', sql.lit(0));
  const rows = await open.orderBy('listed_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toListed);
}
