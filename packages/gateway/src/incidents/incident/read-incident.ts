import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { findIncident } from './store.ts';
import type { Incident } from './types.ts';

/** The agency's incident of this id. Refuses with `not_found`, in the same words for another agency's. */
export async function readIncident(
  { database }: { database: Database },
  agencyId: string,
  id: string,
): Promise<Incident> {
  const incident = await findIncident(database.read, agencyId, id);
  if (incident === undefined) throw refuse.notFound({ description: 'No incident with this id' });
  return incident;
}
