import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Incident } from '../incident/types.ts';
import { findByNumber, numbersSince } from './store.ts';

const LISTED_AT_MOST = 10_000;

/** The numbers of the agency's incidents since that instant, newest first, at most 10,000. */
export function listNumbers(
  { database }: { database: Database },
  agencyId: string,
  since: number,
): Promise<readonly number[]> {
  return numbersSince(database.read, agencyId, since, LISTED_AT_MOST);
}

/** The agency's incident of this number. Refuses with `not_found`, in the same words for another agency's. */
export async function readNumbered(
  { database }: { database: Database },
  agencyId: string,
  number: number,
): Promise<Incident> {
  const incident = await findByNumber(database.read, agencyId, number);
  if (incident === undefined) throw refuse.notFound({ description: 'No alert with this id' });
  return incident;
}
