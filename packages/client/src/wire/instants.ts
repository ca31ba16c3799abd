/** Below this a number of a time is in seconds, from it on in milliseconds: 5138-11-16 in seconds, 1973-03-03 in milliseconds. */
const MILLISECONDS_FROM = 100_000_000_000;
/** What a `Date` can have, either way from 1970. */
const FARTHEST_MS = 8_640_000_000_000_000;
const DAY_AND_TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(?:UTC|Z)?$/i;

/**
 * The milliseconds since 1970 of a time as any of the vendors writes it: a number or text of digits, in seconds or
 * milliseconds; ISO 8601; `2024-01-15 10:30:00 UTC` (Prepared) or the same without a zone, which is UTC (Active911).
 * Null where it cannot be read.
 */
export function readInstant(value: unknown): number | null {
  if (typeof value === 'number') return inMilliseconds(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return inMilliseconds(Number(text));
  const parts = DAY_AND_TIME.exec(text);
  const at = Date.parse(parts === null ? text : `${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(at) ? null : at;
}

/** As a header has it (RFC 9110 section 5.6.7), in each of its three forms; null for what platforms would guess a date from. */
export function readHttpDate(text: string | null): number | null {
  const stated = text?.trim() ?? '';
  const at = HTTP_DATE.test(stated)
    ? Date.parse(stated)
    : ASCTIME.test(stated)
      ? Date.parse(`${stated} GMT`)
      : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

const HTTP_DATE = /^[a-z]{3,9}, \d\d[ -][a-z]{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/i;
const ASCTIME = /^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i;

/** A number, or text that is one. Null where it is neither. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() !== '') return readNumber(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** `2024-01-15 10:30:00 UTC`, as Prepared writes times. */
export function toPreparedInstant(at: number): string {
  return `${toActive911Instant(at)} UTC`;
}

/** `2024-01-15 10:30:00` in UTC, as Active911 writes times. */
export function toActive911Instant(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

function inMilliseconds(value: number): number | null {
  const at = Math.round(Math.abs(value) < MILLISECONDS_FROM ? value * 1000 : value);
  return Math.abs(at) <= FARTHEST_MS ? at : null;
}
