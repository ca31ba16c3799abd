import type { Position, Ring } from './types.ts';

/** How many pairs of edges are compared, some milliseconds' worth, before others have their turn. */
const PAIRS_A_TURN = 500_000;

type Edge = readonly [fromX: number, fromY: number, toX: number, toY: number];

function edgesOf(rings: readonly Ring[]): Edge[] {
  return rings.flatMap((ring) =>
    ring.slice(1).map(([toX = 0, toY = 0], index): Edge => {
      const [fromX = 0, fromY = 0] = ring[index] as Position;
      return [fromX, fromY, toX, toY];
    }),
  );
}

/** On which side of the line from a to b the position c is: above 0 left, below 0 right, 0 on it. */
function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

function cross([ax, ay, bx, by]: Edge, [cx, cy, dx, dy]: Edge): boolean {
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  );
}

/** Whether two edges of a ring of few positions cross each other; those that only touch do not. */
export function crossesItself(ring: Ring): boolean {
  const edges = edgesOf([ring]);
  return edges.some((edge, index) => edges.slice(index + 1).some((other) => cross(edge, other)));
}

/**
 * The first position of an edge that another edge of these rings crosses, or nothing. Edges that only touch do not cross.
 * From west to east, edges are compared with those alone that begin before they end.
 */
export async function findCrossing(rings: readonly Ring[]): Promise<Position | undefined> {
  const edges = edgesOf(rings).sort((one, other) => Math.min(one[0], one[2]) - Math.min(other[0], other[2]));
  const wests = Float64Array.from(edges, ([fromX, , toX]) => Math.min(fromX, toX));
  let pairs = 0;
  for (const [index, edge] of edges.entries()) {
    const east = Math.max(edge[0], edge[2]);
    for (let later = index + 1; later < edges.length && (wests[later] ?? 0) <= east; later += 1) {
      if (cross(edge, edges[later] as Edge)) return [edge[0], edge[1]];
      pairs += 1;
    }
    if (pairs < PAIRS_A_TURN) continue;
    pairs = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return undefined;
}
