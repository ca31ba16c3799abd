import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { readRecords, wholeRecord } from '../store.ts';
import type { AuditRecord } from '../types.ts';
import type { Cursor, Place } from './cursor.ts';
import type { AuditFilter } from './filter.ts';

/** Written as it is in the partial indexes, which are used by no query without it. */
const NO_TOKENS = sql<boolean>`action <> 'token.issued'`;
const REFUSED = sql<boolean>`outcome = 'refused'`;

const inOrder = (left: Place, right: Place) =>
  left.at - right.at || (left.chain < right.chain ? -1 : left.chain > right.chain ? 1 : left.number - right.number);

/** One query of a search, which one index serves in the order of its answer. */
function branch(query: Kysely<Schema>, filter: AuditFilter, cursor: Cursor, limit: number) {
  const { agencyId, action, outcome, since, until } = filter;
  const way = cursor.direction === 'older' ? ('desc' as const) : ('asc' as const);
  let records = wholeRecord(query)
    .where(
      cursor.direction === 'older'
        ? sql<boolean>`(at, chain, number) < (${cursor.at}, ${cursor.chain}, ${cursor.number})`
        : sql<boolean>`(at, chain, number) > (${cursor.at}, ${cursor.chain}, ${cursor.number})`,
    )
    .orderBy('at', way)
    .orderBy('chain', way)
    .orderBy('number', way)
    .limit(limit);
  // Whoever is involved has fewer records than the agency; the expression keeps the engine from the agency's index.
  const agency = filter.involved.length > 0 ? sql<string>`agency_id || ''` : sql<string>`agency_id`;
  if (agencyId !== null) records = records.where(agency, '=', agencyId);
  if (action !== null) records = records.where('action', '=', action);
  if (action !== null && action !== 'token.issued') records = records.where(NO_TOKENS);
  if (outcome !== null) records = records.where(outcome === 'refused' ? REFUSED : sql<boolean>`outcome = 'success'`);
  if (since !== null) records = records.where('at', '>=', since);
  if (until !== null) records = records.where('at', '<', until);
  return records;
}

/** The queries of a search: of those that somebody is involved in one by who did it, and one by what it was done to. */
export function branches(query: Kysely<Schema>, filter: AuditFilter, cursor: Cursor, limit: number) {
  const [first, ...others] = filter.involved;
  const every = branch(query, filter, cursor, limit);
  if (first === undefined) return [every];
  const involvingOthers = others.reduce(
    (records, id) => records.where((eb) => eb.or([eb('actor_id', '=', id), eb('subject', '=', id)])),
    every,
  );
  return [
    involvingOthers.where('actor_id', '=', first),
    involvingOthers.where('subject', '=', first).where('actor_id', '<>', first).where(NO_TOKENS),
  ];
}

/** Up to `limit` records beyond the cursor, the nearest first. */
export async function findRecords(
  query: Kysely<Schema>,
  filter: AuditFilter,
  cursor: Cursor,
  limit: number,
): Promise<AuditRecord[]> {
  const [only, other] = branches(query, filter, cursor, limit);
  const found = only === undefined ? [] : await readRecords(only);
  if (other === undefined) return found;
  const both = [...found, ...(await readRecords(other))].sort(inOrder);
  return (cursor.direction === 'older' ? both.reverse() : both).slice(0, limit);
}
