import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { findCrossing } from './crossing-edges.ts';
import { squareMetres } from './measure-boundary.ts';
import { enclosesNothing, type ReadPolygon } from './read-polygons.ts';
import type { Ring } from './types.ts';
import { textOf, wrong } from './wrong-boundary.ts';

/** Whether a hole whose edges do not cross the outline lies outside of it: its first position off the outline states it. */
function isOutside(hole: Ring, outline: Ring): boolean {
  const polygon = { type: 'Polygon' as const, coordinates: [outline] };
  for (const [x = 0, y = 0] of hole) {
    if (!booleanPointInPolygon([x, y], polygon)) return true;
    if (booleanPointInPolygon([x, y], polygon, { ignoreBoundary: true })) return false;
  }
  return false;
}

/** The polygon without holes that enclose nothing; why it is left out where it encloses nothing itself. */
async function checkPolygon({ where, rings }: ReadPolygon, notes: string[]): Promise<Ring[] | string> {
  const crossing = await findCrossing(rings);
  if (crossing !== undefined) throw wrong(`${where} has edges that cross each other, near ${textOf(crossing)}`);
  const [outline, ...others] = rings as [Ring, ...Ring[]];
  const reason = (number: number) => `${where}, ring ${number} encloses nothing: less than a square metre`;
  if (enclosesNothing(outline)) return reason(1);
  const holes = others.filter((hole, index) => {
    if (!enclosesNothing(hole)) return true;
    notes.push(`Left out: ${reason(index + 2)}`);
    return false;
  });
  const outside = holes.find((hole) => isOutside(hole, outline));
  if (outside !== undefined) {
    throw wrong(`${where}, ring ${rings.indexOf(outside) + 1} is a hole outside of the outline, which is ring 1`);
  }
  if (holes.reduce((sum, hole) => sum + squareMetres(hole), 0) < squareMetres(outline)) return [outline, ...holes];
  throw wrong(`${where} encloses nothing: its holes take all of its outline, which is ring 1`);
}

/**
 * Polygons that enclose something, without the slivers among them, which the notes name. Refuses edges that cross, holes outside
 * of their outline or as large as it, and polygons of which nothing is left. Others have their turn meanwhile.
 */
export async function checkPolygons(
  polygons: readonly ReadPolygon[],
): Promise<{ polygons: Ring[][]; notes: string[] }> {
  const notes: string[] = [];
  const kept: Ring[][] = [];
  let sliver: string | undefined;
  for (const polygon of polygons) {
    const checked = await checkPolygon(polygon, notes);
    if (typeof checked !== 'string') kept.push(checked);
    else {
      sliver ??= checked;
      notes.push(`Left out: ${checked}`);
    }
  }
  if (kept.length === 0 && sliver !== undefined) throw wrong(sliver);
  return { polygons: kept, notes };
}
