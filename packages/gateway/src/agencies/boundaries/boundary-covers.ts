import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Boundary } from './types.ts';

/** The longitudes of a position: the antimeridian is one line with two names. */
export const longitudesOf = (longitude: number): readonly number[] =>
  Math.abs(longitude) === 180 ? [180, -180] : [longitude];

/**
 * Whether the boundary covers the position. Its edges belong to it, and those of its holes; the position's uncertainty is not
 * regarded. Degrees, WGS 84.
 */
export function boundaryCovers(
  boundary: Boundary,
  { latitude, longitude }: { latitude: number; longitude: number },
): boolean {
  return longitudesOf(longitude).some((x) => booleanPointInPolygon([x, latitude], boundary));
}
