import type { Database } from '../../database/database.ts';
import { newestEventsOfIncident } from './store.ts';
import type { IncidentEvent } from './types.ts';

const REMEMBERED = 500;

/** The newest 500 events of the agency's incident, in order; none for an incident of another agency. */
export async function readHistory(
  { database }: { database: Database },
  agencyId: string,
  incidentId: string,
): Promise<readonly IncidentEvent[]> {
  return newestEventsOfIncident(database.read, agencyId, incidentId, REMEMBERED);
}
