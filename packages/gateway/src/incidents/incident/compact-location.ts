import { withoutUsual, withUsual } from './compact-members.ts';
import type { CivicAddress, Location } from './types.ts';

const USUAL: Partial<Location> = { latitude: null, longitude: null, uncertaintyRadius: null, civic: null };
const USUAL_CIVIC: CivicAddress = {
  ...{ name: null, street1: null, street2: null },
  ...{ city: null, state: null, country: null, zipCode: null },
};

/** A location as it is stored: without what is null. */
export type CompactLocation = Partial<Omit<Location, 'civic'>> & { readonly civic?: Partial<CivicAddress> };

export function compactLocation(location: Location): CompactLocation {
  const { civic, ...rest } = withoutUsual(location, USUAL);
  return { ...rest, ...(civic && { civic: withoutUsual(civic, USUAL_CIVIC) }) };
}

/** The whole location, of a compact one or of one that was stored whole. */
export function wholeLocation({ civic, ...rest }: CompactLocation): Location {
  return withUsual<Location>({ ...rest, ...(civic && { civic: withUsual(civic, USUAL_CIVIC) }) }, USUAL);
}
