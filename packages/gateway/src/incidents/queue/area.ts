import { boundaryCovers } from '../../agencies/boundaries/boundary-covers.ts';
import { findBoundary } from '../../agencies/boundaries/store.ts';
import type { Bounds } from '../../agencies/boundaries/types.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { type Coordinates, coordinatesOf, type ListedIncident } from '../incident/types.ts';

/** A part of the earth: the agency's boundary, or a box in degrees of WGS 84, over the antimeridian where `west` is above `east`. */
export type Area = 'boundary' | Bounds;

const AREA = 'area must be boundary, or the degrees of a box as west,south,east,north';

/** An area as a query names it. Refuses what is none (`invalid_request`). */
export function readArea(given: string): Area {
  if (given === 'boundary') return given;
  const parts = given.split(',');
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = parts.map((part) =>
    /^-?\d{1,3}(\.\d{1,15})?$/.test(part.trim()) ? Number(part) : Number.NaN,
  );
  const isBox =
    parts.length === 4 &&
    Math.abs(west) <= 180 &&
    Math.abs(east) <= 180 &&
    south >= -90 &&
    south <= north &&
    north <= 90;
  if (!isBox) throw refuse.invalidRequest({ description: AREA });
  return { west, south, east, north };
}

/** Whether the position is in the box; its edges belong to it. */
export function boxCovers({ west, south, east, north }: Bounds, { latitude, longitude }: Coordinates): boolean {
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}

/**
 * Which incidents are in the area: by where they are now, without regard to how sure that is; one without a position is in none.
 * Everything is within the boundary of an agency that has none.
 */
export async function inArea(
  { database }: { database: Database },
  agencyId: string,
  area: Area,
): Promise<(incident: ListedIncident) => boolean> {
  let covers: (position: Coordinates) => boolean;
  if (area === 'boundary') {
    const boundary = (await findBoundary(database.read, agencyId))?.boundary;
    if (boundary === undefined) return () => true;
    covers = (position) => boundaryCovers(boundary, position);
  } else {
    covers = (position) => boxCovers(area, position);
  }
  return ({ location }) => {
    const position = coordinatesOf(location);
    return position !== null && covers(position);
  };
}
