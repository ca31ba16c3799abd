/** As the server: a box that goes farther from west to east has them exchanged, or is no area. */
const WIDEST_DEGREES = 180;

/** What is wrong with a box of west, south, east and north in degrees; null where nothing is. */
export type BoxFault = 'no_box' | 'too_wide';

/** A box as it was typed: its fault, and whether it crosses the antimeridian. */
export function readBox(text: string): { fault: BoxFault | null; isOverAntimeridian: boolean } {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = parts;
  const isBox =
    parts.length === 4 &&
    [west, east].every((at) => Math.abs(at) <= 180) &&
    -90 <= south &&
    south <= north &&
    north <= 90;
  if (!isBox) return { fault: 'no_box', isOverAntimeridian: false };
  const isOverAntimeridian = west > east;
  const width = isOverAntimeridian ? east - west + 360 : east - west;
  return { fault: width > WIDEST_DEGREES ? 'too_wide' : null, isOverAntimeridian };
}
