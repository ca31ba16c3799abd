import { locateAddress } from '../../agencies/addresses/locate-address.ts';
import type { AddressMatch } from '../../agencies/addresses/types.ts';
import type { Database } from '../../database/database.ts';
import type { CivicAddress } from '../incident/types.ts';
import type { FoundPosition, Geocoder } from './geocoder.ts';

/** From the surest on. */
const SUREST: readonly AddressMatch[] = ['address_point', 'street_range', 'street'];

/** An address is in its own lines, or on one: "1 Elm St, Springfield, OR 97477". */
function soughtOf({ name, street1, city, zipCode }: CivicAddress) {
  const given = street1 ?? name ?? '';
  const [line = '', ...rest] = given.split(',');
  const zip = /\b(\d{5})(?:-\d{4})?\b/.exec(rest.join(','))?.[1] ?? null;
  const words = rest.map((part) => part.trim()).filter((part) => part !== '');
  const stated = words.find(
    (part) => !/\d/.test(part) && !/^(apt|apartment|unit|suite|ste|floor|fl|room|rm|lot)\b/i.test(part),
  );
  const isRegion = stated !== undefined && /^[A-Za-z]{2}$/.test(stated);
  return { line, city: city ?? (isRegion ? null : (stated ?? null)), postalCode: zipCode ?? zip };
}

/** Finds positions by the agencies' own address points and road centre lines: the surest one that any of them has. */
export function createAddressGeocoder({ database }: { database: Database }): Geocoder {
  return {
    async locate(address, agencyIds, signal) {
      const sought = soughtOf(address);
      let best: FoundPosition | null = null;
      for (const agencyId of agencyIds) {
        if (signal.aborted) break;
        const found = await locateAddress({ database }, agencyId, sought);
        if (found === null) continue;
        const { radiusMetres: uncertaintyRadius, ...position } = found;
        if (best === null || SUREST.indexOf(found.match) < SUREST.indexOf(best.match)) {
          best = { ...position, uncertaintyRadius };
        }
      }
      return best;
    },
  };
}
