import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { toIncident } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';

/** The agency's incident of this number, or nothing: another agency's is nothing too. */
export async function findByNumber(
  query: Kysely<Schema>,
  agencyId: string,
  number: number,
): Promise<Incident | undefined> {
  const row = await query
    .selectFrom('incidents')
    .selectAll()
    .where('number', '=', number)
    .where('agency_id', '=', agencyId)
    .executeTakeFirst();
  return row && toIncident(row);
}

/** The number of the agency's incident, or nothing. */
export async function numberOfIncident(
  query: Kysely<Schema>,
  agencyId: string,
  incidentId: string,
): Promise<number | undefined> {
  const row = await query
    .selectFrom('incidents')
    .select('number')
    .where('id', '=', incidentId)
    .where('agency_id', '=', agencyId)
    .executeTakeFirst();
  return row?.number;
}

/** The numbers of those incidents, by their ids. */
export async function numbersOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<Map<string, number>> {
  if (incidentIds.length === 0) return new Map();
  const rows = await query.selectFrom('incidents').select(['id', 'number']).where('id', 'in', incidentIds).execute();
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** The numbers of the agency's incidents since that instant, newest first. */
export async function numbersSince(
  query: Kysely<Schema>,
  agencyId: string,
  since: number,
  limit: number,
): Promise<number[]> {
  const rows = await query
    .selectFrom('incidents')
    .select('number')
    .where('agency_id', '=', agencyId)
    .where('created_at', '>=', since)
    .orderBy('created_at', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ number }) => number);
}
