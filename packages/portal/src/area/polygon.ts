import type { Text } from '../words/spanish/spanish.ts';

/** Longitude and latitude in degrees. */
export type Corner = readonly [longitude: number, latitude: number];

const CORNERS_AT_MOST = 100;
/** A degree of latitude; what is smaller than 100 square meters was drawn by accident. */
const METERS_A_DEGREE = 111_195;
const LEAST_SQUARE_METERS = 100;
const NUMBER = String.raw`(-?\d{1,3}(?:\.\d{1,15})?)`;
const IN_URL = new RegExp(`^${NUMBER},${NUMBER}$`);
const TYPED = new RegExp(`^${NUMBER}[\\s,;]+${NUMBER}$`);

const isPosition = ([longitude, latitude]: Corner) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
/** The longitude as it is reached from the one before by the shorter way, past the antimeridian where that is it. */
const nearest = (longitude: number, before: number) => longitude - 360 * Math.round((longitude - before) / 360);

/** The corners with each edge the shorter way around the earth: some are east of 180 or west of -180. */
export function unwrapped(corners: readonly Corner[]): Corner[] {
  const found: Corner[] = [];
  for (const [longitude, latitude] of corners) {
    found.push([nearest(longitude, found.at(-1)?.[0] ?? longitude), latitude]);
  }
  return found;
}

const side = ([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
const cross = ([a, b]: Edge, [c, d]: Edge) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
type Edge = readonly [Corner, Corner];

function squareMeters(corners: readonly Corner[]): number {
  const [[originX, originY] = [0, 0]] = corners;
  const narrowing = Math.cos((originY * Math.PI) / 180);
  const points = corners.map(([x, y]) => [(x - originX) * narrowing, y - originY] as const);
  const twice = points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return (Math.abs(twice) / 2) * METERS_A_DEGREE ** 2;
}

/** Why the server would refuse these corners as an area; null where it takes them. */
export function wrongPolygon(corners: readonly Corner[]): Text | null {
  if (corners.length < 3) return 'Mark three corners or more.';
  if (corners.length > CORNERS_AT_MOST) return 'An area has 100 corners at most.';
  const whole = unwrapped(corners);
  const longitudes = whole.map(([longitude]) => longitude);
  if (Math.max(...longitudes) - Math.min(...longitudes) >= 180) return 'An area reaches over less than half the earth.';
  const edges = whole.map((corner, index): Edge => [corner, whole[(index + 1) % whole.length] ?? corner]);
  const isCrossed = edges.some((edge, index) => edges.slice(index + 1).some((other) => cross(edge, other)));
  if (isCrossed) return 'The edges of the area cross each other.';
  // Two halves that cross enclose nothing together, and are stated to cross.
  return squareMeters(whole) < LEAST_SQUARE_METERS ? 'An area has 100 square meters at least.' : null;
}

/** The corners of a polygon that a URL has as its area; null where it has none. */
export function cornersOf(area: string): Corner[] | null {
  if (!area.includes(';')) return null;
  const corners = area.split(';', CORNERS_AT_MOST + 2).map((text): Corner => {
    const [, longitude = '999', latitude = '999'] = IN_URL.exec(text) ?? [];
    return [Number(longitude), Number(latitude)];
  });
  const [first, last] = [corners[0], corners.at(-1)];
  if (corners.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]) corners.pop();
  return corners.every(isPosition) && wrongPolygon(corners) === null ? corners : null;
}

/** Corners as the URL and the server have them, to a tenth of a meter. */
export const polygonArea = (corners: readonly Corner[]): string =>
  corners.map(([longitude, latitude]) => `${rounded(nearest(longitude, 0))},${rounded(latitude)}`).join(';');

const rounded = (degrees: number) => String(Number(degrees.toFixed(6)));

/** Corners as a person types them: one a line, the latitude first, as everywhere else in the portal. */
export const cornersText = (corners: readonly Corner[]): string =>
  corners.map(([longitude, latitude]) => `${rounded(latitude)}, ${rounded(nearest(longitude, 0))}`).join('\n');

/** What was typed: the corners, or the number of the first line that is no position. */
export function readCorners(
  typed: string,
): { corners: Corner[]; wrongLine: null } | { corners: null; wrongLine: number } {
  const corners: Corner[] = [];
  for (const [index, line] of typed.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, latitude = '999', longitude = '999'] = TYPED.exec(line.trim()) ?? [];
    const corner: Corner = [Number(longitude), Number(latitude)];
    if (!isPosition(corner)) return { corners: null, wrongLine: index + 1 };
    corners.push(corner);
  }
  return { corners, wrongLine: null };
}
