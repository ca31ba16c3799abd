import type { AddressMatch } from '../../agencies/addresses/types.ts';
import type { CivicAddress } from '../incident/types.ts';
import { toUncertainty } from './as-received.ts';

/** A position that was found for an address. `uncertaintyRadius` is in metres. */
export interface FoundPosition {
  readonly latitude: number;
  readonly longitude: number;
  readonly uncertaintyRadius: number | null;
  readonly match: AddressMatch;
  /** The address as it was found, on one line. */
  readonly address: string;
}

/** Finds the position of an address. A port: which service it is is decided where the ports are made. */
export interface Geocoder {
  /** The position by what these agencies know, or null where the address is not found. Ends by itself when the signal does. */
  locate(address: CivicAddress, agencyIds: readonly string[], signal: AbortSignal): Promise<FoundPosition | null>;
}

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
export async function geocode(
  geocoder: Geocoder,
  address: CivicAddress,
  agencyIds: readonly string[],
): Promise<FoundPosition | null> {
  const signal = AbortSignal.timeout(GIVES_UP_AFTER_MS);
  const late = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const found = (async () => geocoder.locate(address, agencyIds, signal))().catch(() => null);
  const answer = await Promise.race([found, late]);
  if (!answer || !isPlace(answer)) return null;
  return { ...answer, uncertaintyRadius: toUncertainty(answer.uncertaintyRadius) };
}
