import type { CivicAddress } from './types.ts';

/** Finds the position of an address. A port: which service it is, or that there is none, is decided where the parts are made. */
export interface Geocoder {
  /** The position, or null where the address is not found. Ends by itself when the signal does. */
  locate(
    address: CivicAddress,
    signal: AbortSignal,
  ): Promise<{ latitude: number; longitude: number; uncertaintyRadius: number | null } | null>;
}

/** The one there is without a service: it finds nothing. */
export const NO_GEOCODER: Geocoder = { locate: async () => null };

const GIVES_UP_AFTER_MS = 2_000;

/** As the geocoder answers, within two seconds; one that fails or is late has found nothing, because an alert waits for it. */
export async function geocode(geocoder: Geocoder, address: CivicAddress) {
  const signal = AbortSignal.timeout(GIVES_UP_AFTER_MS);
  const late = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const found = geocoder.locate(address, signal).catch(() => null);
  return geocoder === NO_GEOCODER ? found : Promise.race([found, late]);
}
