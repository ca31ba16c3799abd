import { coordinatesOf, type Location } from '../incident/types.ts';

const METRES_A_DEGREE = 111_320;

/** How far apart two positions are, in metres; near enough for what lies within a city. Without a position, infinitely. */
export function metresBetween(given: Location, than: Location): number {
  const [one, other] = [coordinatesOf(given), coordinatesOf(than)];
  if (one === null || other === null) return Number.POSITIVE_INFINITY;
  const narrowing = Math.cos((((one.latitude + other.latitude) / 2) * Math.PI) / 180);
  const north = (one.latitude - other.latitude) * METRES_A_DEGREE;
  const degrees = Math.abs(one.longitude - other.longitude);
  return Math.hypot(north, Math.min(degrees, 360 - degrees) * METRES_A_DEGREE * narrowing);
}
