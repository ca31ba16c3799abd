import type { Position } from './types.ts';

const METRES_A_DEGREE = 111_320;

/** A position as metres to the east and to the north of another; near enough for what lies within a city. */
function offsetOf(position: Position, from: Position): { east: number; north: number } {
  const narrowing = Math.cos((((position.latitude + from.latitude) / 2) * Math.PI) / 180);
  const degrees = ((position.longitude - from.longitude + 540) % 360) - 180;
  return {
    east: degrees * METRES_A_DEGREE * narrowing,
    north: (position.latitude - from.latitude) * METRES_A_DEGREE,
  };
}

/** How far apart two positions are, in metres. */
export function metresBetween(one: Position, other: Position): number {
  const { east, north } = offsetOf(one, other);
  return Math.hypot(east, north);
}

/** How far a position is from the nearest part of a line, in metres. */
export function metresToLine(position: Position, line: readonly Position[]): number {
  const points = line.map((each) => offsetOf(each, position));
  let nearest = Number.POSITIVE_INFINITY;
  for (const [index, end] of points.entries()) {
    const start = points[index - 1] ?? end;
    const [east, north] = [end.east - start.east, end.north - start.north];
    const squared = east * east + north * north;
    const share = squared === 0 ? 0 : -(start.east * east + start.north * north) / squared;
    const at = Math.max(0, Math.min(1, share));
    nearest = Math.min(nearest, Math.hypot(start.east + east * at, start.north + north * at));
  }
  return nearest;
}

/** The position at a share of a line's length, from 0 at its start to 1 at its end. */
export function alongLine(line: readonly Position[], share: number): Position {
  const lengths = line.map((end, index) => metresBetween(line[index - 1] ?? end, end));
  let left = lengths.reduce((sum, length) => sum + length, 0) * share;
  for (const [index, end] of line.entries()) {
    const start = line[index - 1] ?? end;
    const length = lengths[index] ?? 0;
    if (left <= length && length > 0) {
      const part = left / length;
      return {
        latitude: start.latitude + (end.latitude - start.latitude) * part,
        longitude: start.longitude + (end.longitude - start.longitude) * part,
      };
    }
    left -= length;
  }
  return line.at(-1) ?? { latitude: 0, longitude: 0 };
}

/** The middle of positions, and how far the farthest is from it, in metres. */
export function circleAround(positions: readonly Position[]): Position & { radiusMetres: number } {
  let [south, north, west, east] = [90, -90, 180, -180];
  for (const { latitude, longitude } of positions) {
    [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
    [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
  }
  const middle = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const radiusMetres = positions.reduce((most, each) => Math.max(most, metresBetween(each, middle)), 0);
  return { ...middle, radiusMetres };
}
