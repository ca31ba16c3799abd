import type { CivicAddress } from '../incident/types.ts';
import { toUncertainty } from './as-received.ts';

/** Finds the position of an address. A port: which service it is, or that there is none, is decided where the ports are made. */
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

/** True for coordinates that are some place on earth. */
function isPlace({ latitude, longitude }: { latitude: number; longitude: number }): boolean {
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return false;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude === 0 && longitude === 0);
}

/**
 * As the geocoder answers, within two seconds, because an alert waits for it. One that fails, is late, or answers what is no
 * place has found nothing; never rejects.
 */
export async function geocode(geocoder: Geocoder, address: CivicAddress) {
  if (geocoder === NO_GEOCODER) return null;
  const signal = AbortSignal.timeout(GIVES_UP_AFTER_MS);
  const late = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const found = (async () => geocoder.locate(address, signal))().catch(() => null);
  const answer = await Promise.race([found, late]);
  if (!answer || !isPlace(answer)) return null;
  const { latitude, longitude } = answer;
  return { latitude, longitude, uncertaintyRadius: toUncertainty(answer.uncertaintyRadius) };
}
