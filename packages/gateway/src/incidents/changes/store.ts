import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { toIncident } from '../incident/store.ts';
import { type Incident, positionOf } from '../incident/types.ts';

/**
 * The agency's incident, marked as changed at that instant and locked until the transaction ends, so that two changes
 * follow each other; nothing where the agency has none by that id.
 */
export async function lockIncident(
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

/** Stores what a change may have changed of a locked incident. */
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
      signalled_at: incident.signalledAt,
      alert: incident.alert === null ? null : JSON.stringify(incident.alert),
    })
    .where('id', '=', incident.id)
    .execute();
}

/** As `saveIncident`, with everything that a further signal of a locked incident may have changed. */
export async function saveSignalled(query: Kysely<Schema>, incident: Incident): Promise<void> {
  await saveIncident(query, incident);
  await query
    .updateTable('incidents')
    .set({
      caller_name: incident.callerName,
      caller_phone_number: incident.callerPhoneNumber,
      caller_phone_given: incident.callerPhoneGiven,
      emergency_type: incident.emergencyType,
      site_type: incident.siteType,
      description: incident.description,
      state: JSON.stringify(incident.facts),
      position: positionOf(incident),
      listed_at: incident.listedAt,
    })
    .where('id', '=', incident.id)
    .execute();
}
