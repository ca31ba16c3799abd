import { boundaryCovers } from '../../agencies/boundaries/boundary-covers.ts';
import { findBoundary } from '../../agencies/boundaries/store.ts';
import type { Bounds } from '../../agencies/boundaries/types.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { type Coordinates, coordinatesOf, type ListedIncident } from '../incident/types.ts';
import { type Polygon, polygonCovers, polygonText, readPolygon } from './polygon.ts';

/**
 * A part of the earth: the agency's boundary, a box in degrees of WGS 84, over the antimeridian where `west` is above `east`, or a
 * polygon that a person drew.
 */
export type Area = 'boundary' | Bounds | Polygon;

const AREA =
  'area must be boundary, the degrees of a box as west,south,east,north, or the corners of a polygon as longitude,latitude;longitude,latitude;…';

/** As long as a hundred corners of six decimals are. */
export const AREA_TEXT_AT_MOST = 2_400;

/** An area as a query names it. Refuses what is none (`invalid_request`). */
export function readArea(given: string): Area {
  if (given === 'boundary') return given;
  if (given.includes(';')) return readPolygon(given);
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
function boxCovers({ west, south, east, north }: Bounds, { latitude, longitude }: Coordinates): boolean {
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}

/** Whether a position is in the box or the polygon; the edges belong to it. */
export function areaCovers(area: Bounds | Polygon): (position: Coordinates) => boolean {
  return 'polygon' in area ? polygonCovers(area) : (position) => boxCovers(area, position);
}

/** A box or a polygon as a query names it. */
export function areaText(area: Bounds | Polygon): string {
  if ('polygon' in area) return polygonText(area);
  const { west, south, east, north } = area;
  return [west, south, east, north].join(',');
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
    covers = areaCovers(area);
  }
  return ({ location }) => {
    const position = coordinatesOf(location);
    return position !== null && covers(position);
  };
}
