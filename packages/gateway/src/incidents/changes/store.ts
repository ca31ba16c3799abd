import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { toIncident } from '../store.ts';
import type { Incident } from '../types.ts';

/**
 * The agency's incident, marked as changed at that instant and held until the transaction ends, so that two changes
 * follow each other; nothing where the agency has none by that id.
 */
export async function holdIncident(
  query: Kysely<Schema>,
  agencyId: string,
  id: string,
  at: number,
): Promise<Incident | undefined> {
  const row = await query
    .updateTable('incidents')
    .set({ updated_at: at })
    .where('id', '=', id)
    .where('agency_id', '=', agencyId)
    .returningAll()
    .executeTakeFirst();
  return row && toIncident(row);
}

/** Stores what a change may have changed of a held incident. */
export async function saveIncident(query: Kysely<Schema>, incident: Incident): Promise<void> {
  await query
    .updateTable('incidents')
    .set({
      status: incident.status,
      disposition: incident.disposition,
      location: incident.location === null ? null : JSON.stringify(incident.location),
      ended_at: incident.endedAt,
      merged_into: incident.mergedInto,
      accept_by: incident.acceptBy,
      alert: incident.alert === null ? null : JSON.stringify(incident.alert),
    })
    .where('id', '=', incident.id)
    .execute();
}
