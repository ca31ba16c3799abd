import type { AccessParts } from '../authorization/parts.ts';
import { refuse } from '../kernel/errors.ts';
import { agenciesWithBoundary } from './boundaries/store.ts';
import { type Agency, allAgencies, findAgency, numberOfAgency } from './store.ts';

type Reading = Pick<AccessParts, 'database'>;

/** The agency of this id. Refuses with `not_found`. */
export async function readAgency({ database }: Reading, id: string): Promise<Agency> {
  const agency = await findAgency(database.read, id);
  if (agency === undefined) throw refuse.notFound({ description: `No agency has the id ${id}` });
  return agency;
}

/** The agency's number, by which clients know it that read ids as integers. It never changes. */
export function readAgencyNumber({ database }: Reading, id: string): Promise<number> {
  return numberOfAgency(database.read, id);
}

/** Every agency of the installation, by name. */
export function listAgencies({ database }: Reading): Promise<readonly Agency[]> {
  return allAgencies(database.read);
}

/** The same, and whether each has a boundary: for operators. */
export async function listOperatedAgencies(parts: Reading): Promise<(Agency & { hasBoundary: boolean })[]> {
  const bounded = await agenciesWithBoundary(parts.database.read);
  return (await listAgencies(parts)).map((agency) => ({ ...agency, hasBoundary: bounded.has(agency.id) }));
}
