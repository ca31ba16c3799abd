import type { Position, Ring } from './types.ts';

interface Edge {
  readonly from: Position;
  readonly to: Position;
  readonly west: number;
  readonly east: number;
}

/** On which side of the line from `a` to `b` the position `c` is: above 0 left, below 0 right, 0 on it. */
function side([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position, [cx = 0, cy = 0]: Position): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

function cross(one: Edge, other: Edge): boolean {
  return (
    side(one.from, one.to, other.from) * side(one.from, one.to, other.to) < 0 &&
    side(other.from, other.to, one.from) * side(other.from, other.to, one.to) < 0
  );
}

/**
 * The first position of an edge that another edge of these rings crosses, or nothing. Edges that only touch do not cross.
 * Edges are compared with those alone that begin before they end, from west to east.
 */
export function findCrossing(rings: readonly Ring[]): Position | undefined {
  const edges: Edge[] = rings.flatMap((ring) =>
    ring.slice(1).map((to, index) => {
      const from = ring[index] as Position;
      const [one = 0] = from;
      const [other = 0] = to;
      return { from, to, west: Math.min(one, other), east: Math.max(one, other) };
    }),
  );
  edges.sort((one, other) => one.west - other.west);
  for (const [index, edge] of edges.entries()) {
    for (let later = index + 1; later < edges.length; later += 1) {
      const other = edges[later] as Edge;
      if (other.west > edge.east) break;
      if (cross(edge, other)) return edge.from;
    }
  }
  return undefined;
}
