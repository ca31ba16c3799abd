import type { AccessParts } from '../parts.ts';
import { standingsOfAgency } from './store.ts';
import type { UserStanding } from './types.ts';

/** The users of one agency by name, with their locks and open sessions. */
export function listUsers(
  { database, clock }: Pick<AccessParts, 'database' | 'clock'>,
  agencyId: string,
): Promise<readonly UserStanding[]> {
  return standingsOfAgency(database.read, agencyId, clock.now());
}
