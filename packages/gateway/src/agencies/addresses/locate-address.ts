import type { Database } from '../../database/database.ts';
import { alongLine, circleAround, metresBetween } from './geometry.ts';
import { currentSetIds, pointsByKey, type StoredSegment, segmentsByKey } from './store.ts';
import { keyOf } from './street-words.ts';
import type { LocatedAddress, NumberRange } from './types.ts';

/** An address to look for: the line with the house number and the street, and what else is stated of where that is. */
export interface SoughtAddress {
  readonly line: string;
  /** City, state, postal code: where one of them is stated, what is found has its words. */
  readonly city: string | null;
  readonly postalCode: string | null;
}

const ROWS_AT_MOST = 400;
/** Words of a line that may name its street; what follows is a unit, or the city. */
const STREET_WORDS = 6;
/** Points of one address further apart are several places. */
const ONE_PLACE_METRES = 300;
/** A street of which the number is not known is a place as long as it is short. */
const STREET_RADIUS_METRES = 500;

/**
 * Where an address is, by the agency's own addresses: at its point, else within the range of its road that has the number, else on
 * its street where that is short. Null where it is not found, and where it can mean several places, because a wrong one is worse than
 * none.
 */
export async function locateAddress(
  ports: { database: Database },
  agencyId: string,
  sought: SoughtAddress,
): Promise<LocatedAddress | null> {
  const query = ports.database.read;
  const { points, streets } = await currentSetIds(query, agencyId);
  const words = keyOf(sought.line).split(' ').filter(Boolean);
  const isNumbered = /^\d/.test(words[0] ?? '');
  const number = isNumbered ? (words[0] ?? '') : null;
  const streetKeys = candidatesOf(isNumbered ? words.slice(1) : words);
  if (points !== undefined && number !== null) {
    for (const key of streetKeys.map((street) => `${number} ${street}`)) {
      const rows = (await pointsByKey(query, points, key, ROWS_AT_MOST)).filter(({ addressKey }) => addressKey === key);
      const found = rows.filter(({ address }) => isIn(address, sought));
      if (found.length > 0) return ofPoints(found);
    }
  }
  if (streets === undefined) return null;
  for (const key of streetKeys) {
    const rows = (await segmentsByKey(query, streets, key, ROWS_AT_MOST)).filter(({ streetKey }) => streetKey === key);
    const found = rows.filter(({ place }) => isIn(place, sought));
    if (found.length > 0) return ofSegments(found, number);
  }
  return null;
}

/** The streets that words may begin with, the longest first. */
function candidatesOf(words: readonly string[]): string[] {
  const most = Math.min(words.length, STREET_WORDS);
  return Array.from({ length: most }, (_, index) => words.slice(0, most - index).join(' '));
}

/** True where what is stated of the city or the postal code stands in a place, and where neither side states it. */
function isIn(place: string, { city, postalCode }: SoughtAddress): boolean {
  const words = ` ${keyOf(place)} `;
  const zip = postalCode === null ? null : keyOf(postalCode).slice(0, 5);
  if (zip !== null && words.includes(` ${zip}`)) return true;
  if (city !== null && keyOf(city) !== '') return words.includes(` ${keyOf(city)} `) || !/\p{L}/u.test(place);
  return zip === null || !/ \d{5}/.test(words);
}

function ofPoints(found: readonly { latitude: number; longitude: number; address: string }[]): LocatedAddress | null {
  const [first] = found;
  if (first === undefined) return null;
  const { radiusMetres, ...middle } = circleAround(found);
  if (radiusMetres > ONE_PLACE_METRES) return null;
  const address = found.length === 1 ? first.address : first.address.replace(/, Unit [^,]+/, '');
  return { ...middle, match: 'address_point', address, radiusMetres: radiusMetres < 1 ? null : radiusMetres };
}

function rangeWith(ranges: readonly NumberRange[], number: number): NumberRange | undefined {
  const isIn = ({ from, to }: NumberRange) => Math.min(from, to) <= number && number <= Math.max(from, to);
  const ofSide = (range: NumberRange) => isIn(range) && (range.from - number) % 2 === 0;
  return ranges.find(ofSide) ?? ranges.find(isIn);
}

function ofSegments(found: readonly StoredSegment[], given: string | null): LocatedAddress | null {
  const number = given === null ? Number.NaN : Number.parseInt(given, 10);
  const ranged = found.flatMap((segment) => {
    const range = rangeWith(segment.ranges, number);
    return range === undefined ? [] : [{ segment, range }];
  });
  const [only] = ranged;
  if (only !== undefined) {
    const places = ranged.map(({ segment, range }) => {
      const share = range.from === range.to ? 0.5 : (number - range.from) / (range.to - range.from);
      return alongLine(segment.line, share);
    });
    const { radiusMetres, ...middle } = circleAround(places);
    if (radiusMetres > ONE_PLACE_METRES) return null;
    const ends = [only.segment.line[0], only.segment.line.at(-1)].flatMap((end) => end ?? []);
    const address = [`${given} ${only.segment.street}`, only.segment.place].filter(Boolean).join(', ');
    return {
      ...middle,
      match: 'street_range',
      address,
      radiusMetres: Math.max(radiusMetres, ...ends.map((end) => metresBetween(end, middle))),
    };
  }
  const [segment] = found;
  const { radiusMetres, ...middle } = circleAround(found.flatMap(({ line }) => line));
  if (segment === undefined || radiusMetres > STREET_RADIUS_METRES) return null;
  const address = [segment.street, segment.place].filter(Boolean).join(', ');
  return { ...middle, match: 'street', address, radiusMetres };
}
