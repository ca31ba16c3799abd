import type { GivenPolygon } from './find-features.ts';
import { metresFrom, squareMetres, widthMetres } from './measure-boundary.ts';
import type { Position, Ring } from './types.ts';
import { textOf, wrong } from './wrong-boundary.ts';

/** A triangle, closed (RFC 7946 section 3.1.6). */
const LEAST_POSITIONS_OF_RING = 4;
/** What is narrower, or encloses less, is what is left over between two outlines, and nobody is in it. */
const LEAST_METRES = 1;
/** An end that is as near to the beginning was rounded, not left open. */
const ROUNDED_METRES = 0.01;

/** A polygon whose positions and rings can be read, and how an error names it. */
export interface ReadPolygon {
  readonly where: string;
  readonly rings: Ring[];
}

/** Polygons, and a sentence for each thing that is different from the file. */
export interface ReadPolygons {
  readonly polygons: ReadPolygon[];
  readonly notes: string[];
}

interface Reading {
  readonly isSwapped: boolean;
  readonly notes: string[];
  extraValues: number;
}

function readPosition(given: unknown, where: string, reading: Reading): Position {
  const isPair = Array.isArray(given) && given.length >= 2;
  if (!isPair || ![given[0], given[1]].every((part) => typeof part === 'number' && Number.isFinite(part))) {
    throw wrong(`${where} is ${textOf(given)}; a position is [longitude, latitude] in numbers`);
  }
  const [first, second] = given as [number, number];
  const [longitude, latitude] = reading.isSwapped ? [second, first] : [first, second];
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    const isProjected = Math.abs(longitude) > 360 || Math.abs(latitude) > 360;
    const order = reading.isSwapped
      ? 'swapped, latitude comes first, from -90 to 90, then longitude, from -180 to 180'
      : 'longitude comes first, from -180 to 180, then latitude, from -90 to 90';
    throw wrong(
      `${where} is ${textOf(given)}; ${order}${isProjected ? '. These are not degrees: convert the file to WGS 84 (EPSG:4326)' : ''}`,
    );
  }
  if (given.length > 2) reading.extraValues += 1;
  return [longitude, latitude];
}

function closeRing(ring: Ring, where: string, { notes }: Reading): Ring {
  const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
  if (ring.length < 2 || (first[0] === last[0] && first[1] === last[1])) return ring;
  const gap = Math.hypot(...metresFrom(first)(last));
  if (gap <= ROUNDED_METRES) return [...ring.slice(0, -1), first];
  notes.push(`${where} was open, from ${textOf(last)} to ${textOf(first)}, and was closed`);
  return [...ring, first];
}

/** RFC 7946 section 3.1.9: what crosses the antimeridian is cut in two, or it would go round the whole earth. */
function refuseUncut(ring: Ring, where: string): void {
  const index = ring.findIndex(([longitude = 0], at) => Math.abs(longitude - (ring[at - 1]?.[0] ?? longitude)) > 180);
  if (index === -1) return;
  throw wrong(
    `${where} has an edge from ${textOf(ring[index - 1])} to ${textOf(ring[index])}, more than half round the earth; cut what crosses the antimeridian into two polygons, one up to 180 and one from -180`,
  );
}

/** The ring, closed, or why it encloses nothing. */
function readRing(given: unknown, where: string, reading: Reading): Ring | string {
  if (!Array.isArray(given)) throw wrong(`${where} is a list of positions with at least one of them`);
  if (given.length === 0) return `${where} is a list of positions with at least one of them`;
  const positions = given.map((position, index) => readPosition(position, `${where}, position ${index + 1},`, reading));
  const notesBefore = reading.notes.length;
  const ring = closeRing(positions, where, reading);
  refuseUncut(ring, where);
  const reason = whySliver(ring, where);
  if (reason !== undefined) {
    reading.notes.length = notesBefore;
    return reason;
  }
  return ring;
}

function whySliver(ring: Ring, where: string): string | undefined {
  if (ring.length < LEAST_POSITIONS_OF_RING) {
    return `${where} has ${ring.length} positions; a closed ring has at least ${LEAST_POSITIONS_OF_RING}`;
  }
  if (widthMetres(ring) < LEAST_METRES) return `${where} encloses nothing: it is narrower than a metre`;
  return undefined;
}

/** Whether a ring that does not cross itself encloses so little that it is a sliver, however it bends. */
export function enclosesNothing(ring: Ring): boolean {
  return squareMetres(ring) < LEAST_METRES;
}

/** The polygon, without the holes that are slivers, or why it encloses nothing. */
function readPolygon({ where, rings: given }: GivenPolygon, reading: Reading): ReadPolygon | string {
  if (!Array.isArray(given)) throw wrong(`${where} is a list of rings with at least one of them`);
  if (given.length === 0) return `${where} is a list of rings with at least one of them`;
  const rings: Ring[] = [];
  for (const [index, ring] of given.entries()) {
    const read = readRing(ring, `${where}, ring ${index + 1}`, reading);
    if (typeof read !== 'string') rings.push(read);
    else if (index === 0) return read;
    else reading.notes.push(`Left out: ${read}`);
  }
  return { where, rings };
}

/**
 * Reads polygons position by position. Open rings are closed, values after latitude are dropped, and what is narrower than a
 * metre is left out, each with a note. Refuses, naming the polygon, ring and position, what is no position or off the earth,
 * edges that go more than half round the earth, and polygons of which nothing is left.
 */
export function readPolygons(given: readonly GivenPolygon[], isSwapped: boolean): ReadPolygons {
  const reading: Reading = { isSwapped, notes: [], extraValues: 0 };
  const polygons: ReadPolygon[] = [];
  const slivers: string[] = [];
  for (const polygon of given) {
    const read = readPolygon(polygon, reading);
    if (typeof read === 'string') slivers.push(read);
    else polygons.push(read);
  }
  const [reason] = slivers;
  if (polygons.length === 0) throw wrong(reason ?? 'The boundary has no polygon');
  const notes = [...slivers.map((sliver) => `Left out: ${sliver}`), ...reading.notes];
  if (isSwapped) notes.push('Longitude and latitude were swapped');
  if (reading.extraValues > 0) {
    notes.push(`Heights and other values after latitude were dropped from ${reading.extraValues} positions`);
  }
  return { polygons, notes };
}
