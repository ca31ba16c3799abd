import type { Database } from '../../database/database.ts';
import { circleAround } from './geometry.ts';
import { currentSets, pointsByKey, segmentsByKey } from './store.ts';
import { unfinishedKeysOf } from './street-words.ts';
import type { LocatedAddress } from './types.ts';

const SHORTEST = 3;
/** Units of a house have one key, and parts of a street: the first of each is enough. */
const ROWS_AN_ADDRESS = 10;

/**
 * Up to `limit` addresses and streets of the agency that begin as a text does, whichever way its words are abbreviated; in the order
 * of their names. None for a text of less than three characters.
 */
export async function completeAddress(
  { database }: { database: Database },
  agencyId: string,
  { text, limit }: { text: string; limit: number },
): Promise<readonly LocatedAddress[]> {
  if (text.trim().length < SHORTEST) return [];
  const query = database.read;
  const found = new Map<string, LocatedAddress>();
  const sets = await currentSets(query, agencyId);
  for (const { id, kind } of sets) {
    for (const key of unfinishedKeysOf(text)) {
      if (kind === 'points') {
        for (const { address, latitude, longitude } of await pointsByKey(query, id, key, limit * ROWS_AN_ADDRESS)) {
          const house = address.replace(/, Unit [^,]+/, '');
          if (!found.has(house)) {
            found.set(house, { match: 'address_point', address: house, latitude, longitude, radiusMetres: null });
          }
        }
      } else {
        for (const { street, place, line } of await segmentsByKey(query, id, key, limit * ROWS_AN_ADDRESS)) {
          const address = [street, place].filter(Boolean).join(', ');
          if (!found.has(address)) found.set(address, { match: 'street', address, ...circleAround(line) });
        }
      }
    }
  }
  return [...found.values()].slice(0, limit);
}
