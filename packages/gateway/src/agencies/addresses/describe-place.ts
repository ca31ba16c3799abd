import type { Database } from '../../database/database.ts';
import { metresBetween, metresToLine } from './geometry.ts';
import { cellsAround, reachOf } from './grid.ts';
import { currentSetIds, nearestPoint, type StoredPoint, type StoredSegment, segmentsAt, segmentsIn } from './store.ts';
import { keyOf } from './street-words.ts';
import type { AddressKind, PlaceInWords, Position } from './types.ts';

/** How many cells around are looked through, first and where the first have nothing that is certainly the nearest. */
const RINGS = [1, 5] as const;
const CROSS_STREETS_AN_END = 2;

/**
 * Positions in words, each by the agency's own addresses: the nearest address and how far it is, the road and what meets it. Null for
 * one with neither within about a kilometre, and for all where the agency has loaded nothing.
 */
export async function describePlaces(
  { database }: { database: Database },
  agencyId: string,
  positions: readonly Position[],
): Promise<readonly (PlaceInWords | null)[]> {
  const sets = await currentSetIds(database.read, agencyId);
  const places: (PlaceInWords | null)[] = [];
  for (const position of positions) places.push(await describe({ database }, sets, position));
  return places;
}

async function describe(
  { database }: { database: Database },
  { points, streets }: Partial<Record<AddressKind, number>>,
  position: Position,
): Promise<PlaceInWords | null> {
  const found = points === undefined ? undefined : await findNearest({ database }, points, position);
  const segment = streets === undefined ? undefined : await findSegment({ database }, streets, position, found);
  if (found === undefined && segment === undefined) return null;
  const met = streets === undefined || segment === undefined ? [] : await crossings({ database }, streets, segment);
  return {
    nearest: found === undefined ? null : { address: found.address, distanceMetres: metresBetween(found, position) },
    street: segment?.street ?? null,
    crossStreets: met,
  };
}

async function findNearest(
  { database }: { database: Database },
  setId: number,
  position: Position,
): Promise<StoredPoint | undefined> {
  const narrowing = Math.cos((position.latitude * Math.PI) / 180);
  let nearest: StoredPoint | undefined;
  for (const rings of RINGS) {
    nearest = await nearestPoint(database.read, setId, { ...position, narrowing }, cellsAround(position, rings));
    if (nearest !== undefined && metresBetween(nearest, position) <= reachOf(position, rings)) return nearest;
  }
  return nearest;
}

/** The nearest part of the road of the nearest address; of any road where none of that name is about. */
async function findSegment(
  { database }: { database: Database },
  setId: number,
  position: Position,
  address: StoredPoint | undefined,
): Promise<StoredSegment | undefined> {
  const isOfAddress = ({ streetKey }: StoredSegment) => address?.addressKey.endsWith(` ${streetKey}`) === true;
  for (const rings of RINGS) {
    const near = await segmentsIn(database.read, setId, cellsAround(position, rings));
    const ofAddress = near.filter(isOfAddress);
    const nearest = nearestOf(position, ofAddress.length > 0 ? ofAddress : near);
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}

function nearestOf(position: Position, segments: readonly StoredSegment[]): StoredSegment | undefined {
  let best: { segment: StoredSegment; metres: number } | undefined;
  for (const segment of segments) {
    const metres = metresToLine(position, segment.line);
    if (best === undefined || metres < best.metres) best = { segment, metres };
  }
  return best?.segment;
}

async function crossings(
  { database }: { database: Database },
  setId: number,
  { nodes, streetKey }: StoredSegment,
): Promise<string[]> {
  const meeting = await segmentsAt(database.read, setId, nodes);
  const streets = new Map<string, string>();
  for (const node of nodes) {
    const others = meeting.filter(({ nodes: ends, streetKey: key }) => ends.includes(node) && key !== streetKey);
    const atEnd = new Map(others.map(({ street }) => [keyOf(street), street]));
    for (const [key, street] of [...atEnd].slice(0, CROSS_STREETS_AN_END)) streets.set(key, street);
  }
  return [...streets.values()];
}
