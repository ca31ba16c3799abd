import type { Location } from '../incident/types.ts';
import { locationAsReceived } from './as-received.ts';

/** Members by name, without those that state nothing, so that it makes no difference how a place was written. */
function inNameOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const stated = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(stated.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Everything that is stated of a place but when, by whom and what was found out from it: as its sender stated it. */
function stated(location: Location): Omit<Location, 'locatedAt' | 'source'> {
  const { locatedAt, saidAt, receivedAt, source, further, ...place } = locationAsReceived(location, location.locatedAt);
  if (further?.['position_from'] === undefined) return { ...place, ...(further && { further }) };
  const { position_from, ...rest } = further;
  const own = Object.keys(rest).length === 0 ? {} : { further: rest };
  return { ...place, latitude: null, longitude: null, uncertaintyRadius: null, ...own };
}

/** A place, to compare: the same whenever and by whom it was stated. */
export function placeOf(location: Location): string {
  return JSON.stringify(stated(location), inNameOrder);
}

/** A place with who stated it, to compare. */
export function sourcedPlaceOf(location: Location | null): string | null {
  return location === null ? null : JSON.stringify([location.source, placeOf(location)]);
}
