import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { isOfType } from '../events/by-type.ts';
import { readStored } from '../events/read-stored.ts';
import { EPOCH } from '../events/store.ts';
import type { Location } from '../incident/types.ts';

const LOCATIONS_AT_MOST = 5_000;

/** A location of the log. `callerPhone` is whose it is where it came with a further signal; otherwise it is the incident's caller's. */
interface KnownLocation {
  readonly id: string;
  readonly incidentId: string;
  readonly location: Location;
  readonly callerPhone: string | null | undefined;
  readonly receivedAt: number;
}

/** The locations of these incidents, the newest 5,000, in the order of the log. */
export async function locationsOfIncidents(
  query: Kysely<Schema>,
  agencyId: string,
  incidentIds: readonly string[],
): Promise<KnownLocation[]> {
  if (incidentIds.length === 0) return [];
  const rows = await query
    .selectFrom('events')
    .selectAll()
    .select(EPOCH)
    .where('incident_id', 'in', incidentIds)
    .where('agency_id', '=', agencyId)
    .where('type', '=', 'location.updated')
    .orderBy('seq', 'desc')
    .limit(LOCATIONS_AT_MOST)
    .execute();
  const events = rows.reverse().map(readStored).filter(isOfType('location.updated'));
  return events.map(({ incidentId, at, body: { id, location, callerPhone } }) => {
    return { id, incidentId, location, callerPhone, receivedAt: at };
  });
}
