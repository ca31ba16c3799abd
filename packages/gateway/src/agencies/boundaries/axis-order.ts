import type { GivenPolygon } from './find-features.ts';
import { textOf } from './wrong-boundary.ts';

/** Nobody answers alerts south of this, and an American boundary with latitude first lies there. */
const SOUTHERNMOST = -60;
/** North of every settlement. */
const NORTHERNMOST = 84;

type Pair = readonly [first: number, second: number];

/** What can be read as pairs of numbers; what cannot is refused elsewhere. */
function* pairsOf(polygons: readonly GivenPolygon[]): Generator<{ pair: Pair; where: () => string }> {
  for (const { where, rings } of polygons) {
    for (const [ringIndex, ring] of Array.isArray(rings) ? rings.entries() : []) {
      for (const [index, position] of Array.isArray(ring) ? ring.entries() : []) {
        if (!Array.isArray(position) || typeof position[0] !== 'number' || typeof position[1] !== 'number') continue;
        yield {
          pair: [position[0], position[1]],
          where: () => `${where}, ring ${ringIndex + 1}, position ${index + 1}, is ${textOf(position)}`,
        };
      }
    }
  }
}

const isOnEarth = (longitude: number, latitude: number) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
const isUnpeopled = (latitude: number) => latitude < SOUTHERNMOST || latitude > NORTHERNMOST;

/**
 * The sentence that states why these polygons seem to have latitude first, or nothing: as they are they leave the earth or lie at
 * a pole, and with the two swapped they do neither. A file of, state, Europe makes sense both ways and is only seen on a map.
 */
export function noticeLatitudeFirst(polygons: readonly GivenPolygon[]): string | undefined {
  let offEarth: string | undefined;
  let hasPosition = false;
  let areAllUnpeopled = true;
  let isSwapOnEarth = true;
  let isSwapPeopled = true;
  for (const { pair, where } of pairsOf(polygons)) {
    const [first, second] = pair;
    hasPosition = true;
    if (!isOnEarth(first, second)) offEarth ??= where();
    if (!isOnEarth(second, first)) isSwapOnEarth = false;
    if (!isUnpeopled(second)) areAllUnpeopled = false;
    if (isUnpeopled(first)) isSwapPeopled = false;
  }
  if (!hasPosition || !isSwapOnEarth) return undefined;
  const remedy = 'Longitude and latitude seem to be swapped in this file: confirm that they are to be swapped';
  if (offEarth !== undefined) {
    return `${offEarth}; longitude comes first, from -180 to 180, then latitude, from -90 to 90. ${remedy}, or mend it`;
  }
  if (!areAllUnpeopled || !isSwapPeopled) return undefined;
  return `All of this lies at a pole, where nobody answers alerts; longitude comes first, then latitude. ${remedy}, or that they are not`;
}
