import { Temporal } from 'temporal-polyfill';
import { refuse } from './errors.ts';

/** Letters, digits, `_`, `+`, `-` in parts: `America/New_York`, `Etc/GMT+5`, `UTC`. An offset (`+05:30`) is not a zone. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;
const MAXIMUM_LENGTH = 64;
/** A date and a time of day, without offset. */
const LOCAL_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?$/i;

/**
 * The name of an IANA time zone as this server's data has it (`america/chicago` is `America/Chicago`), or undefined where
 * there is none of that name. An offset is none, because it would be wrong for half of the year.
 */
export function findTimeZone(given: string): string | undefined {
  const name = given.trim();
  if (name.length > MAXIMUM_LENGTH || !ZONE_NAME.test(name)) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
    // The data answers some names by an older one (`Asia/Kolkata` by `Asia/Calcutta`): those stay as they were given.
    return known.toLowerCase() === name.toLowerCase() ? known : name;
  } catch {
    return undefined;
  }
}

/** As `findTimeZone`, refusing with `invalid_request` that names the field and what it must be. */
export function readTimeZone(given: string, name: string): string {
  const zone = findTimeZone(given);
  if (zone !== undefined) return zone;
  throw refuse.invalidRequest({
    description: `${name} must be the name of an IANA time zone, as in America/New_York`,
  });
}

/**
 * The instant, in milliseconds, of a date and time of day without an offset (`2026-11-29T08:15:00`, a blank for the `T`) as
 * the clocks of a zone show it, or undefined where it is no such text or no such date (`2026-02-30`). In the hour that a
 * zone's clocks show twice, the later one, unless that lies after `now`; a time that its clocks skip is the one as long after
 * the skip.
 */
export function fromLocalTime(given: string, zone: string, now: number): number | undefined {
  if (!LOCAL_TIME.test(given.trim())) return undefined;
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDateTime.from(given.trim(), { overflow: 'reject' });
  } catch {
    return undefined;
  }
  // Where the clocks show it twice, this is the first; where they skip it, the one after the skip.
  const usual = local.toZonedDateTime(zone).epochMilliseconds;
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
  return later <= now ? later : usual;
}
