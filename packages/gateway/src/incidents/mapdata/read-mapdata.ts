import { readAgencyNumber } from '../../agencies/find-agencies.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { findLocation, findResource, locationNumbers, resourceNumbers } from './store.ts';
import type { LocationPage, MapLocation, OwnedResource } from './types.ts';

const RESOURCES_AT_MOST = 1_000;
interface Reading {
  readonly database: Database;
}

/** The numbers of a page of the agency's places, newest first; a page past the last is empty. */
export function listLocations({ database }: Reading, agencyId: string, page: LocationPage): Promise<readonly number[]> {
  return locationNumbers(database.read, agencyId, page);
}

/** The agency's place with the numbers of its resources. Refuses with `not_found`, also for another agency's. */
export async function readLocation(
  { database }: Reading,
  agencyId: string,
  number: number,
): Promise<{ location: MapLocation; resourceNumbers: readonly number[] }> {
  const location = await findLocation(database.read, agencyId, number);
  if (location === undefined) throw refuse.notFound({ description: 'No location with this id' });
  return { location, resourceNumbers: await resourceNumbers(database.read, number, RESOURCES_AT_MOST) };
}

/** The agency's resource, with the number of its agency. Refuses with `not_found`, in the same words for another agency's. */
export async function readResource({ database }: Reading, agencyId: string, number: number): Promise<OwnedResource> {
  const resource = await findResource(database.read, agencyId, number);
  if (resource === undefined) throw refuse.notFound({ description: 'No resource with this id' });
  return { resource, agencyNumber: await readAgencyNumber({ database }, agencyId) };
}
