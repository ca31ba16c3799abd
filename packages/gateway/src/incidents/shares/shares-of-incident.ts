import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { readIncident } from '../incident/read-incident.ts';
import { incidentsOfShare } from './incidents-of-share.ts';
import { sharesGiven } from './store.ts';
import type { Share } from './types.ts';

/**
 * The shares by which other agencies see that incident of the agency at this instant, the oldest first. Refuses with `not_found`, in the same
 * words for another agency's incident.
 */
export async function sharesOfIncident(
  ports: { database: Database; clock: Clock },
  { agencyId, incidentId }: { agencyId: string; incidentId: string },
): Promise<readonly Share[]> {
  const { read } = ports.database;
  const now = ports.clock.now();
  const { id } = await readIncident(ports, agencyId, incidentId);
  const showing: Share[] = [];
  for (const share of await sharesGiven(read, agencyId, now)) {
    const [incident] = await incidentsOfShare(read, share, { now, limit: 1, ids: [id] });
    if (incident !== undefined) showing.push(share);
  }
  return showing;
}
