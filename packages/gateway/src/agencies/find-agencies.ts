import type { Database } from '../database/database.ts';
import { refuse } from '../kernel/errors.ts';
import { agenciesWithBoundary } from './boundaries/store.ts';
import { type Agency, allAgencies, findAgency, numberOfAgency } from './store.ts';

/** The agency of this id. Refuses with `not_found`. */
export async function readAgency({ database }: { database: Database }, id: string): Promise<Agency> {
  const agency = await findAgency(database.read, id);
  if (agency === undefined) throw refuse.notFound({ description: `No agency has the id ${id}` });
  return agency;
}

/** The agency's number, by which clients know it that read ids as integers. It never changes. */
export function readAgencyNumber({ database }: { database: Database }, id: string): Promise<number> {
  return numberOfAgency(database.read, id);
}

/** Every agency of the installation, by name. */
export function listAgencies({ database }: { database: Database }): Promise<readonly Agency[]> {
  return allAgencies(database.read);
}

/** The same, and whether each has a boundary: for operators. */
export async function listOperatedAgencies(ports: {
  database: Database;
}): Promise<(Agency & { hasBoundary: boolean })[]> {
  const bounded = await agenciesWithBoundary(ports.database.read);
  return (await listAgencies(ports)).map((agency) => ({ ...agency, hasBoundary: bounded.has(agency.id) }));
}
