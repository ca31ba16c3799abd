import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { refuse } from '../../../kernel/errors.ts';
import { cutText } from '../../../kernel/text.ts';
import { findCrossing } from './crossing-edges.ts';
import type { Bounds, MeasuredBoundary, Position, Ring } from './types.ts';

/** Enough for the outline of a state; a look-up reads all of them. */
export const MOST_POSITIONS = 10_000;
/** A triangle, closed (RFC 7946 section 3.1.6). */
const LEAST_POSITIONS_OF_RING = 4;
/** Of a ring, in square degrees: some hundredths of a square metre. */
const LEAST_AREA = 1e-12;
const WHAT_IS_TAKEN = 'A boundary is a GeoJSON Polygon or MultiPolygon, or a Feature with one';

function wrong(description: string): Error {
  return refuse.invalidRequest({ description });
}

function listOf(value: unknown, where: string, what: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw wrong(`${where} is a list of ${what} with at least one of them`);
}

/** `[-73.9, 40.7]`, as it stands in the file. */
function textOf(position: unknown): string {
  return JSON.stringify(position)?.slice(0, 60) ?? 'missing';
}

function readPosition(given: unknown, where: string): Position {
  const isList = Array.isArray(given) && (given.length === 2 || given.length === 3);
  if (!isList || !given.every((part) => typeof part === 'number' && Number.isFinite(part))) {
    throw wrong(`${where} is ${textOf(given)}; a position is [longitude, latitude] in numbers`);
  }
  const [longitude, latitude] = given as [number, number];
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    const isSwapped = Math.abs(longitude) <= 90 && Math.abs(latitude) <= 180;
    throw wrong(
      `${where} is ${textOf(given)}; longitude comes first, from -180 to 180, then latitude, from -90 to 90${
        isSwapped ? '. They seem to be swapped' : ''
      }`,
    );
  }
  return given as Position;
}

function refuseOpen(ring: Ring, where: string): void {
  const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
  if (first[0] === last[0] && first[1] === last[1]) return;
  throw wrong(
    `${where} is not closed: it begins at ${textOf(first)} and ends at ${textOf(last)}; repeat the first position at its end`,
  );
}

/** RFC 7946 section 3.1.9: what crosses the antimeridian is cut in two, or it would go round the whole earth. */
function refuseUncut(ring: Ring, where: string): void {
  const index = ring.findIndex(([longitude = 0], at) => Math.abs(longitude - (ring[at - 1]?.[0] ?? longitude)) > 180);
  if (index === -1) return;
  throw wrong(
    `${where} has an edge from ${textOf(ring[index - 1])} to ${textOf(ring[index])}, more than half round the earth; cut what crosses the antimeridian into two polygons, one up to 180 and one from -180`,
  );
}

/** In square degrees. */
function areaOf(ring: Ring): number {
  const [originX = 0, originY = 0] = ring[0] as Position;
  const twice = ring.slice(1).reduce((sum, [x = 0, y = 0], index) => {
    const [beforeX = 0, beforeY = 0] = ring[index] as Position;
    return sum + (beforeX - originX) * (y - originY) - (x - originX) * (beforeY - originY);
  }, 0);
  return Math.abs(twice) / 2;
}

function readRing(given: unknown, where: string): Ring {
  const ring = listOf(given, where, 'positions').map((position, index) =>
    readPosition(position, `${where}, position ${index + 1},`),
  );
  refuseOpen(ring, where);
  if (ring.length < LEAST_POSITIONS_OF_RING) {
    throw wrong(`${where} has ${ring.length} positions; a closed ring has at least ${LEAST_POSITIONS_OF_RING}`);
  }
  refuseUncut(ring, where);
  return ring;
}

/** Whether a hole whose edges do not cross the outline lies outside of it: its first position off the outline says so. */
function isOutside(hole: Ring, outline: Ring): boolean {
  const polygon = { type: 'Polygon' as const, coordinates: [outline] };
  for (const [x = 0, y = 0] of hole) {
    if (!booleanPointInPolygon([x, y], polygon)) return true;
    if (booleanPointInPolygon([x, y], polygon, { ignoreBoundary: true })) return false;
  }
  return false;
}

async function readPolygon(given: unknown, where: string): Promise<Ring[]> {
  const rings = listOf(given, where, 'rings').map((ring, index) => readRing(ring, `${where}, ring ${index + 1}`));
  const crossing = await findCrossing(rings);
  if (crossing !== undefined) throw wrong(`${where} has edges that cross each other, near ${textOf(crossing)}`);
  const areas = rings.map(areaOf);
  const flat = areas.findIndex((area) => area < LEAST_AREA);
  if (flat !== -1) throw wrong(`${where}, ring ${flat + 1} encloses nothing: all its positions are on one line`);
  const [outline, ...holes] = rings as [Ring, ...Ring[]];
  const outside = holes.findIndex((hole) => isOutside(hole, outline));
  if (outside !== -1) throw wrong(`${where}, ring ${outside + 2} is a hole outside of the outline, which is ring 1`);
  const [whole = 0, ...taken] = areas;
  if (taken.reduce((sum, area) => sum + area, 0) < whole) return rings;
  throw wrong(`${where} encloses nothing: its holes take all of its outline, which is ring 1`);
}

/** Counts what is a list of numbers, whatever else is wrong with it, before any of it is looked at. */
function countPositions(given: unknown, depth: number): number {
  if (!Array.isArray(given)) return 0;
  if (depth === 0) return 1;
  return given.reduce((sum: number, inner) => sum + countPositions(inner, depth - 1), 0);
}

function refuseTooMany(coordinates: unknown, depth: number): number {
  const count = countPositions(coordinates, depth);
  if (count <= MOST_POSITIONS) return count;
  throw wrong(
    `The boundary has ${count} positions and may have ${MOST_POSITIONS}; simplify it, to 10 metres for example`,
  );
}

/** The geometry itself, taken out of a Feature, or of a FeatureCollection that holds one. */
function unwrap(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null) throw wrong(WHAT_IS_TAKEN);
  const { type, geometry, features } = given as Record<string, unknown>;
  if (type === 'Feature') return unwrap(geometry);
  if (type !== 'FeatureCollection') return given as Record<string, unknown>;
  if (Array.isArray(features) && features.length === 1) return unwrap(features[0]);
  throw wrong(`${WHAT_IS_TAKEN}; this is a FeatureCollection of ${Array.isArray(features) ? features.length : 0}`);
}

function boundsOf(rings: readonly Ring[]): Bounds {
  const bounds = { west: 180, south: 90, east: -180, north: -90 };
  for (const [longitude = 0, latitude = 0] of rings.flat()) {
    bounds.west = Math.min(bounds.west, longitude);
    bounds.east = Math.max(bounds.east, longitude);
    bounds.south = Math.min(bounds.south, latitude);
    bounds.north = Math.max(bounds.north, latitude);
  }
  return bounds;
}

/**
 * A boundary from GeoJSON (RFC 7946): a Polygon or MultiPolygon, or one Feature with it. Refuses with `invalid_request`, naming
 * the polygon, ring and position and what to do about it: what is no such geometry, more than 10,000 positions, positions that
 * are none or off the earth, rings that are open, too short or flat, edges that cross or go more than half round the earth,
 * and holes outside of their outline or as large as it. Which way round a ring runs does not matter.
 */
export async function readBoundary(given: unknown): Promise<MeasuredBoundary> {
  const { type, coordinates } = unwrap(given);
  switch (type) {
    case 'Polygon': {
      const positionCount = refuseTooMany(coordinates, 2);
      const rings = await readPolygon(coordinates, 'The polygon');
      return { boundary: { type, coordinates: rings }, bounds: boundsOf(rings), positionCount };
    }
    case 'MultiPolygon': {
      const positionCount = refuseTooMany(coordinates, 3);
      const polygons: Ring[][] = [];
      for (const [index, polygon] of listOf(coordinates, 'The MultiPolygon', 'polygons').entries()) {
        polygons.push(await readPolygon(polygon, `Polygon ${index + 1}`));
      }
      return { boundary: { type, coordinates: polygons }, bounds: boundsOf(polygons.flat()), positionCount };
    }
    default:
      throw wrong(`${WHAT_IS_TAKEN}; this is ${typeof type === 'string' ? cutText(type, 40) : 'of no type'}`);
  }
}
