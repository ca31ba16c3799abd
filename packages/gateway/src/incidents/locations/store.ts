import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { Location } from '../types.ts';

const LOCATIONS_AT_MOST = 5_000;

/** The locations of these incidents, the newest 5,000. */
export async function locationsOfIncidents(
  query: Kysely<Schema>,
  agencyId: string,
  incidentIds: readonly string[],
): Promise<{ id: string; incidentId: string; location: Location; receivedAt: number }[]> {
  if (incidentIds.length === 0) return [];
  const rows = await query
    .selectFrom('events')
    .select(['incident_id', 'at', 'body'])
    .where('incident_id', 'in', incidentIds)
    .where('agency_id', '=', agencyId)
    .where('type', '=', 'location.updated')
    .orderBy('seq', 'desc')
    .limit(LOCATIONS_AT_MOST)
    .execute();
  return rows.map((row) => {
    const { id, location } = JSON.parse(row.body) as { id: string; location: Location };
    return { id, incidentId: row.incident_id, location, receivedAt: row.at };
  });
}
