import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { countPeople, findProvisioned, listPeople } from './store.ts';
import type { PersonFilter, ProvisionedPerson } from './types.ts';

export const UNKNOWN_PERSON = 'No user with this id';

/** The agency's people that match, `limit` of them after the first `offset`, and how many match in all. */
export async function findPeople(
  { database }: { database: Database },
  agencyId: string,
  page: { filter: PersonFilter; offset: number; limit: number },
): Promise<{ people: readonly ProvisionedPerson[]; total: number }> {
  const total = await countPeople(database.read, agencyId, page.filter);
  return { people: page.limit === 0 ? [] : await listPeople(database.read, agencyId, page), total };
}

/** The person of the agency, or `not_found`: another agency's, one that the directory removed and none are the same answer. */
export async function readPerson(
  { database }: { database: Database },
  agencyId: string,
  id: string,
): Promise<ProvisionedPerson> {
  const person = await findProvisioned(database.read, agencyId, id);
  if (person === undefined) throw refuse.notFound({ description: UNKNOWN_PERSON });
  return person;
}
