import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { crossesItself } from '../../agencies/boundaries/crossing-edges.ts';
import { boundsOf, squareMetres } from '../../agencies/boundaries/measure-boundary.ts';
import type { Ring } from '../../agencies/boundaries/types.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Coordinates } from '../incident/types.ts';

/** Enough for what a person draws by hand; each is looked at for every incident of the section. */
export const CORNERS_AT_MOST = 100;
const CORNERS_AT_LEAST = 3;
/** A square of ten metres: what is smaller was drawn by accident, or its corners lie on one line. */
const LEAST_SQUARE_METRES = 100;

/**
 * What a person drew: its corners in order, closed. A corner may be past the antimeridian, east of 180 or west of -180, so that each edge
 * runs the shorter way around the earth.
 */
export interface Polygon {
  readonly polygon: Ring;
}

const CORNER = /^(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,2}(?:\.\d{1,15})?)$/;
const wrong = (description: string) => refuse.invalidRequest({ description });

function cornerOf(text: string, index: number): [longitude: number, latitude: number] {
  const [, longitude = '', latitude = ''] = CORNER.exec(text.trim().replace(/,\s+/, ',')) ?? [];
  if (longitude === '' || Math.abs(Number(longitude)) > 180 || Math.abs(Number(latitude)) > 90) {
    throw wrong(`Corner ${index + 1} of area must be the degrees of a position as longitude,latitude`);
  }
  return [Number(longitude), Number(latitude)];
}

/** The longitude as it is reached from the one before by the shorter way. */
const nearest = (longitude: number, before: number) => longitude - 360 * Math.round((longitude - before) / 360);

/**
 * The polygon of corners as `longitude,latitude;longitude,latitude;…`, 3 to 100 of them; the last one joins the first, which may be
 * stated again at the end. Refuses corners that are no positions, fewer or more of them, edges that cross each other, and what encloses
 * less than 100 square metres or reaches over half the earth's longitudes (`invalid_request`).
 */
export function readPolygon(given: string): Polygon {
  const texts = given.split(';', CORNERS_AT_MOST + 2);
  const corners = texts.map(cornerOf);
  const [first, last] = [corners[0], corners.at(-1)];
  if (corners.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]) corners.pop();
  if (corners.length < CORNERS_AT_LEAST || corners.length > CORNERS_AT_MOST) {
    throw wrong(`area must have ${CORNERS_AT_LEAST} to ${CORNERS_AT_MOST} corners`);
  }
  const polygon: Ring = [];
  for (const [longitude, latitude] of corners) {
    polygon.push([nearest(longitude, polygon.at(-1)?.[0] ?? longitude), latitude]);
  }
  polygon.push([...(polygon[0] ?? [])]);
  const longitudes = polygon.map(([longitude = 0]) => longitude);
  if (Math.max(...longitudes) - Math.min(...longitudes) >= 180) {
    throw wrong('area must reach over less than 180 degrees of longitude; send a box for more');
  }
  // Two halves that cross enclose nothing together, and are stated to cross.
  if (crossesItself(polygon)) throw wrong('area must have no edges that cross each other');
  if (squareMetres(polygon) < LEAST_SQUARE_METRES) {
    throw wrong(`area must enclose at least ${LEAST_SQUARE_METRES} square metres`);
  }
  return { polygon };
}

/** Whether a position is in the polygon; its edges belong to it. */
export function polygonCovers({ polygon }: Polygon): (position: Coordinates) => boolean {
  const longitudes = polygon.map(([longitude = 0]) => longitude);
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const { south, north } = boundsOf([polygon]);
  const shape = { type: 'Polygon' as const, coordinates: [polygon] };
  return ({ latitude, longitude }) => {
    if (latitude < south || latitude > north) return false;
    return [longitude, longitude - 360, longitude + 360].some(
      (x) => x >= west && x <= east && booleanPointInPolygon([x, latitude], shape),
    );
  };
}

/** A millionth of a degree is a tenth of a metre; with more digits, a sum of floating-point numbers has some of its own. */
const DIGITS = 6;
const degrees = (value: number) => value.toFixed(DIGITS).replace(/\.?0+$/, '');

/** The polygon as a query names it, to a tenth of a metre. */
export function polygonText({ polygon }: Polygon): string {
  const within = (longitude: number) =>
    longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
  return polygon
    .slice(0, -1)
    .map(([longitude = 0, latitude = 0]) => `${degrees(within(longitude))},${degrees(latitude)}`)
    .join(';');
}
