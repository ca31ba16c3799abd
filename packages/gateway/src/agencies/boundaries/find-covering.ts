import type { Database } from '../../database/database.ts';
import { boundaryCovers, longitudesOf } from './boundary-covers.ts';
import { boundariesAround } from './store.ts';

/** The first of these agencies whose boundary covers the position, as `boundaryCovers`, or nothing. */
export async function findCovering(
  { database }: { database: Database },
  agencyIds: readonly string[],
  position: { latitude: number; longitude: number },
): Promise<string | undefined> {
  const { latitude, longitude } = position;
  const around = await boundariesAround(database.read, agencyIds, { latitude, longitudes: longitudesOf(longitude) });
  return agencyIds.find((id) => {
    const boundary = around.find(({ agencyId }) => agencyId === id)?.boundary;
    return boundary !== undefined && boundaryCovers(boundary, position);
  });
}
