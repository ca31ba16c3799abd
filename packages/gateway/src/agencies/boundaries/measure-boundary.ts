import { area } from '@turf/area';
import type { Boundary, Bounds, Position, Ring } from './types.ts';

/** On the mean sphere. */
const METRES_PER_DEGREE = 111_195;

/** Longitude and latitude as metres east and north of a position near by. */
export function metresFrom([originX = 0, originY = 0]: Position): (
  position: Position,
) => [east: number, north: number] {
  const narrowing = Math.cos((originY * Math.PI) / 180);
  return ([x = 0, y = 0]) => [(x - originX) * METRES_PER_DEGREE * narrowing, (y - originY) * METRES_PER_DEGREE];
}

/** From a position to an edge, in metres. */
export function metresToEdge(position: Position, from: Position, to: Position): number {
  const metres = metresFrom(position);
  const [fromX, fromY] = metres(from);
  const [toX, toY] = metres(to);
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const squared = alongX ** 2 + alongY ** 2;
  const part = squared === 0 ? 0 : Math.min(1, Math.max(0, -(fromX * alongX + fromY * alongY) / squared));
  return Math.hypot(fromX + part * alongX, fromY + part * alongY);
}

/** Of a ring, planar, in square metres. */
export function squareMetres(ring: Ring): number {
  const points = ring.map(metresFrom(ring[0] as Position));
  const twice = points.slice(1).reduce((sum, [x, y], index) => {
    const [beforeX, beforeY] = points[index] as [number, number];
    return sum + beforeX * y - x * beforeY;
  }, 0);
  return Math.abs(twice) / 2;
}

/** How far a ring reaches to both sides of the line through its ends, in metres. */
export function widthMetres(ring: Ring): number {
  const points = ring.map(metresFrom(ring[0] as Position));
  const furthestFrom = ([x, y]: [number, number]) =>
    points.reduce(
      (best, point) => (Math.hypot(point[0] - x, point[1] - y) > Math.hypot(best[0] - x, best[1] - y) ? point : best),
      [x, y] as [number, number],
    );
  const [oneX, oneY] = furthestFrom([0, 0]);
  const [otherX, otherY] = furthestFrom([oneX, oneY]);
  const length = Math.hypot(otherX - oneX, otherY - oneY);
  if (length === 0) return 0;
  let [left, right] = [0, 0];
  for (const [x, y] of points) {
    const side = ((otherX - oneX) * (y - oneY) - (x - oneX) * (otherY - oneY)) / length;
    left = Math.max(left, side);
    right = Math.max(right, -side);
  }
  return left + right;
}

export function boundsOf(rings: readonly Ring[]): Bounds {
  const bounds = { west: 180, south: 90, east: -180, north: -90 };
  for (const ring of rings) {
    for (const [longitude = 0, latitude = 0] of ring) {
      bounds.west = Math.min(bounds.west, longitude);
      bounds.east = Math.max(bounds.east, longitude);
      bounds.south = Math.min(bounds.south, latitude);
      bounds.north = Math.max(bounds.north, latitude);
    }
  }
  return bounds;
}

export function countPositions(polygons: readonly (readonly Ring[])[]): number {
  return polygons.reduce((sum, rings) => sum + rings.reduce((inner, ring) => inner + ring.length, 0), 0);
}

/** One outline is a Polygon, several are a MultiPolygon: a position is covered where it is inside of any. */
export function boundaryOf(polygons: Ring[][]): Boundary {
  const [only] = polygons;
  return polygons.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/** On the sphere; what several polygons cover is counted once for each. */
export function areaKm2(polygons: Ring[][]): number {
  return area(boundaryOf(polygons)) / 1_000_000;
}
