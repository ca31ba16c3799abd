import { completeAddress } from '../../agencies/addresses/complete-address.ts';
import { findBoundary } from '../../agencies/boundaries/store.ts';
import type { Database } from '../../database/database.ts';
import type { Coordinates } from '../incident/types.ts';
import { type PositionCode, readPositionCode } from './position-codes.ts';

/** A place that a text names. */
export interface FoundPlace extends Coordinates {
  readonly kind: PositionCode['kind'] | 'address' | 'street';
  readonly label: string;
  /** Null for a point. */
  readonly radiusMetres: number | null;
}

/**
 * What a text names as far as it was typed: the position that it is, or up to `limit` of the agency's own addresses that begin so. A
 * short plus code means the place nearest to the middle of the agency's boundary.
 */
export async function findPlaces(
  { database }: { database: Database },
  agencyId: string,
  { text, limit }: { text: string; limit: number },
): Promise<readonly FoundPlace[]> {
  const position = readPositionCode(text, text.includes('+') ? await middleOf({ database }, agencyId) : null);
  if (position !== null) return [{ ...position, label: text.trim(), radiusMetres: null }];
  const addresses = await completeAddress({ database }, agencyId, { text, limit });
  return addresses.map(({ match, address, ...place }) => ({
    ...place,
    kind: match === 'street' ? 'street' : 'address',
    label: address,
  }));
}

async function middleOf({ database }: { database: Database }, agencyId: string): Promise<Coordinates | null> {
  const bounds = (await findBoundary(database.read, agencyId))?.bounds;
  if (bounds === undefined) return null;
  return { latitude: (bounds.south + bounds.north) / 2, longitude: (bounds.west + bounds.east) / 2 };
}
