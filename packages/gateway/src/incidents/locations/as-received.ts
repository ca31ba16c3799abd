import { coordinatesOf, type Location } from '../incident/types.ts';

/** Two clocks that are set right differ by less; what is ahead by more is remarked upon. */
const SET_RIGHT_MS = 1_000;

/**
 * A sender's time as it counts: never later than when it was received. `saidAt` is what the sender stated where its clock cannot
 * be right; null otherwise. Milliseconds.
 */
export function asReceivedAt(stated: number, receivedAt: number): { at: number; saidAt: number | null } {
  if (stated <= receivedAt) return { at: stated, saidAt: null };
  return { at: receivedAt, saidAt: stated - receivedAt > SET_RIGHT_MS ? stated : null };
}

/** A circle of more metres than this is nobody's measurement: equipment writes 9999999 where it knows nothing. */
const MOST_METERS = 1_000_000;
/** As long as the current location is this fresh, one that was measured before it does not take its place. */
const FRESH_MS = 60_000;

/** The radius of a location in metres, or null where it is not known: missing, no number, 0 or less, or beyond a million. */
export function toUncertainty(given: unknown): number | null {
  const text =
    typeof given === 'string' ? /^\s*(\d{1,9}(?:\.\d{1,20})?)\s*(?:m|meters?|metres?)?\s*$/i.exec(given)?.[1] : given;
  const radius = typeof text === 'number' || typeof text === 'string' ? Number(text) : Number.NaN;
  return radius > 0 && radius <= MOST_METERS ? radius : null;
}

/**
 * A location as it counts, whichever dialect it came by: exactly 0, 0 is no position, an accuracy that cannot be one is not
 * known, and a time ahead of its receipt is that of its receipt. What was stated instead is kept beside it.
 */
export function locationAsReceived(location: Location, receivedAt: number): Location {
  const { at, saidAt } = asReceivedAt(location.locatedAt, receivedAt);
  const isNowhere = location.latitude === 0 && location.longitude === 0;
  return {
    ...location,
    ...(isNowhere && { latitude: null, longitude: null, further: { ...location.further, position_given: '0, 0' } }),
    uncertaintyRadius: isNowhere ? null : toUncertainty(location.uncertaintyRadius),
    locatedAt: at,
    receivedAt,
    ...(saidAt !== null && { saidAt }),
  };
}

/** A position that was measured, one that was found for an address, or none. */
function worthOf(location: Location): number {
  if (coordinatesOf(location) === null) return 0;
  return location.geocoded === undefined ? 2 : 1;
}

/**
 * True where a location that was received after the current one takes its place. It does, unless both times can be true and
 * it states that it is the older; and even then once nothing fresh has come for a minute, because a clock that is behind must
 * not keep a caller at one place. An address alone never takes
 * the place of a position, nor one that was found for an address the place of one that was measured.
 */
export function supersedes(next: Location, current: Location | null, isOver: boolean): boolean {
  if (current === null) return true;
  const [worth, worthBefore] = [worthOf(next), worthOf(current)];
  if (worth !== worthBefore) return worth > worthBefore;
  if (next.saidAt !== undefined || current.saidAt !== undefined) return true;
  if (next.locatedAt >= current.locatedAt) return true;
  const { receivedAt: since } = current;
  return !isOver && since !== undefined && (next.receivedAt ?? since) - since > FRESH_MS;
}

/** Members by name, without those that state nothing, so that it makes no difference how a place was written. */
function inNameOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const stated = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(stated.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Everything that is stated of a place but when, by whom and what was found out from it: as its sender stated it. */
function stated(location: Location): Omit<Location, 'locatedAt' | 'source'> {
  const { locatedAt, saidAt, receivedAt, source, geocoded, ...place } = locationAsReceived(
    location,
    location.locatedAt,
  );
  return geocoded === undefined ? place : { ...place, latitude: null, longitude: null, uncertaintyRadius: null };
}

/** A place, to compare: the same whenever and by whom it was stated. */
export function placeOf(location: Location): string {
  return JSON.stringify(stated(location), inNameOrder);
}

/** A place with who stated it, to compare. */
export function sourcedPlaceOf(location: Location | null): string | null {
  return location === null ? null : JSON.stringify([location.geocoded?.source ?? location.source, placeOf(location)]);
}
