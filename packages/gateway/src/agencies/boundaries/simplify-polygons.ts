import { simplify } from '@turf/simplify';
import { DomainError } from '../../kernel/errors.ts';
import { checkPolygons } from './check-polygons.ts';
import { countPositions, metresToEdge } from './measure-boundary.ts';
import type { ReadPolygon } from './read-polygons.ts';
import type { Position, Ring, Simplification } from './types.ts';
import { wrong } from './wrong-boundary.ts';

/** Enough for the outline of a state; a look-up reads all of them. */
export const MOST_POSITIONS = 10_000;
/** Of a file that is simplified: the outlines of a country in detail. */
export const MOST_GIVEN_POSITIONS = 200_000;
/** How far an outline may move, in metres: the first that is enough. */
const TOLERANCES = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const METRES_PER_DEGREE = 111_195;
/** A ring of fewer positions has nothing to lose. */
const SMALL_RING = 16;
/** Positions that are simplified at once, then others have their turn. It bounds how deep the simplification calls itself. */
const PIECE = 2_000;

/** How far the positions of a piece, which begins and ends where it did, are from what is left of it. */
function shiftOf(piece: readonly Position[], kept: readonly Position[]): number {
  let edge = 0;
  let largest = 0;
  for (const position of piece) {
    const [x, y] = position;
    const [nextX, nextY] = kept[edge + 1] ?? [];
    if (x === nextX && y === nextY) edge += 1;
    const [from, to] = [kept[edge] as Position, kept[edge + 1] ?? (kept[edge] as Position)];
    largest = Math.max(largest, metresToEdge(position, from, to));
  }
  return largest;
}

/** Where what is left of a ring would enclose nothing, the ring stays as it is. */
async function simplifyRing(ring: Ring, toleranceMetres: number): Promise<{ ring: Ring; shift: number }> {
  if (ring.length <= SMALL_RING) return { ring, shift: 0 };
  const simplified: Ring = [ring[0] as Position];
  let shift = 0;
  for (let start = 0; start < ring.length - 1; start += PIECE) {
    const piece = ring.slice(start, start + PIECE + 1);
    const line = { type: 'LineString' as const, coordinates: piece.map((position) => [...position]) };
    const { coordinates } = simplify(line, { tolerance: toleranceMetres / METRES_PER_DEGREE, mutate: true });
    shift = Math.max(shift, shiftOf(piece, coordinates));
    for (const position of coordinates.slice(1)) simplified.push(position);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return simplified.length < 4 ? { ring, shift: 0 } : { ring: simplified, shift };
}

async function simplifyBy(polygons: readonly ReadPolygon[], toleranceMetres: number) {
  const simplified: ReadPolygon[] = [];
  let largestShiftMetres = 0;
  for (const { where, rings } of polygons) {
    const kept: Ring[] = [];
    for (const given of rings) {
      const { ring, shift } = await simplifyRing(given, toleranceMetres);
      kept.push(ring);
      largestShiftMetres = Math.max(largestShiftMetres, shift);
    }
    simplified.push({ where, rings: kept });
  }
  return { simplified, largestShiftMetres };
}

/**
 * Checked polygons of at most 10,000 positions, as near to those given as the list of tolerances has it, and what was lost; null
 * where they had no more. Refuses what `checkPolygons` refuses, and what is too much after half a kilometre. Others have their turn.
 */
export async function checkSimplified(
  given: readonly ReadPolygon[],
): Promise<{ polygons: Ring[][]; notes: string[]; simplified: Simplification | null }> {
  const positionsBefore = countPositions(given.map(({ rings }) => rings));
  if (positionsBefore <= MOST_POSITIONS) return { ...(await checkPolygons(given)), simplified: null };
  let refusal: DomainError | undefined;
  let least = positionsBefore;
  for (const tolerance of TOLERANCES) {
    const { simplified, largestShiftMetres } = await simplifyBy(given, tolerance);
    least = countPositions(simplified.map(({ rings }) => rings));
    if (least > MOST_POSITIONS) continue;
    try {
      const checked = await checkPolygons(simplified);
      const positionsAfter = countPositions(checked.polygons);
      return { ...checked, simplified: { positionsBefore, positionsAfter, largestShiftMetres } };
    } catch (err) {
      // Two edges that came near each other cross; further apart they may not.
      if (!(err instanceof DomainError)) throw err;
      refusal ??= err;
    }
  }
  throw (
    refusal ??
    wrong(
      `The boundary has ${positionsBefore} positions and may have ${MOST_POSITIONS}; simplified by ${TOLERANCES.at(-1)} metres it still has ${least}`,
    )
  );
}
