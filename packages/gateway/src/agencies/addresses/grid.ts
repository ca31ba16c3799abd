import type { Position } from './types.ts';

/** Cells of an index by position: 222 m from south to north everywhere, less from west to east with the latitude. */
const CELL_DEGREES = 0.002;
const CELLS_A_ROW = 200_000;
const METRES_A_DEGREE = 111_320;

const indexOf = (degrees: number) => Math.floor(degrees / CELL_DEGREES);
const numberOf = (row: number, column: number) => row * CELLS_A_ROW + column;
const rowOf = ({ latitude }: Position) => indexOf(latitude + 90);
const columnOf = ({ longitude }: Position) => indexOf(longitude + 180);

/** The cell that a position is in. */
export function cellOf(position: Position): number {
  return numberOf(rowOf(position), columnOf(position));
}

/** The cells around a position, `rings` on each side of its own. */
export function cellsAround(position: Position, rings: number): number[] {
  const [row, column] = [rowOf(position), columnOf(position)];
  const steps = Array.from({ length: 2 * rings + 1 }, (_, index) => index - rings);
  return steps.flatMap((down) => steps.map((along) => numberOf(row + down, column + along)));
}

/** Everything nearer than this many metres is in those cells. */
export function reachOf({ latitude }: Position, rings: number): number {
  return rings * CELL_DEGREES * METRES_A_DEGREE * Math.cos((Math.min(89, Math.abs(latitude)) * Math.PI) / 180);
}

const cellsBetween = (start: Position, end: Position) =>
  Math.max(Math.abs(end.latitude - start.latitude), Math.abs(end.longitude - start.longitude)) / CELL_DEGREES;

/** About how many cells a line runs through, by its length. */
export function cellCountOf(line: readonly Position[]): number {
  return line.reduce((sum, end, index) => sum + cellsBetween(line[index - 1] ?? end, end), 1);
}

/** The cells that a line runs through, and at most one more where it turns. */
export function cellsAlong(line: readonly Position[]): number[] {
  const cells = new Set(line.map(cellOf));
  for (const [index, end] of line.entries()) {
    const start = line[index - 1];
    if (start === undefined) continue;
    const north = end.latitude - start.latitude;
    const east = end.longitude - start.longitude;
    const steps = Math.ceil(2 * cellsBetween(start, end));
    for (let step = 1; step < steps; step += 1) {
      const share = step / steps;
      cells.add(cellOf({ latitude: start.latitude + north * share, longitude: start.longitude + east * share }));
    }
  }
  return [...cells];
}
