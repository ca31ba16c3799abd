import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Database } from '../../database/database.ts';
import { boundariesAround } from './store.ts';

/**
 * The first of these agencies whose boundary covers the position, or nothing. A boundary's edges belong to it, and those of
 * its holes; the position's uncertainty is not regarded. Degrees, WGS 84.
 */
export async function findCovering(
  { database }: { database: Database },
  agencyIds: readonly string[],
  { latitude, longitude }: { latitude: number; longitude: number },
): Promise<string | undefined> {
  // The antimeridian is one line with two names.
  const longitudes = Math.abs(longitude) === 180 ? [180, -180] : [longitude];
  const around = await boundariesAround(database.read, agencyIds, { latitude, longitudes });
  return agencyIds.find((id) => {
    const boundary = around.find(({ agencyId }) => agencyId === id)?.boundary;
    return boundary !== undefined && longitudes.some((x) => booleanPointInPolygon([x, latitude], boundary));
  });
}
