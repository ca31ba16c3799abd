import { metresBetween as metresBetweenPositions } from '../../agencies/addresses/geometry.ts';
import { coordinatesOf, type Location } from '../incident/types.ts';

/** How far apart two locations are, in metres; near enough for what lies within a city. Without a position, infinitely. */
export function metresBetween(given: Location, than: Location): number {
  const [one, other] = [coordinatesOf(given), coordinatesOf(than)];
  return one === null || other === null ? Number.POSITIVE_INFINITY : metresBetweenPositions(one, other);
}
