import { refuse } from './errors.ts';
import { fromLocalTime } from './time-zone.ts';

/** Whose time is read: when it arrived, and in which zone its sender's clocks are set, where it is registered with one. */
export interface TimeContext {
  readonly now: number;
  readonly timeZone: string | null;
}

const DAY_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const NUMBER = /^\d{1,17}(\.\d{1,20})?$/;
const DATE_AND_TIME =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
/** The date of HTTP and mail (RFC 9110 section 5.6.7), always in GMT. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** A count since 1970 in milliseconds: seconds, milliseconds and microseconds are distinguished by their size. */
function fromCount(count: number): number {
  if (count < 1e11) return Math.round(count * 1_000);
  return count < 1e14 ? Math.round(count) : Math.round(count / 1_000);
}

function offsetMs(offset: string): number | undefined {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(offset);
  if (parts === null) return 0;
  const [hours, minutes] = [Number(parts[2]), Number(parts[3] ?? 0)];
  if (hours > 18 || minutes > 59) return undefined;
  return (parts[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

type Read = number | 'no offset' | undefined;

function fromText(text: string, { now, timeZone }: TimeContext): Read {
  if (NUMBER.test(text)) return fromCount(Number(text));
  if (HTTP_DATE.test(text)) return Date.parse(text) || undefined;
  const match = DATE_AND_TIME.exec(text);
  if (match === null) return undefined;
  const [, date, time, fraction = '0', offset] = match;
  const local = `${date}T${time}${time?.length === 5 ? ':00' : ''}.${fraction}`;
  // Read in UTC first, which refuses 2026-02-30 and 25:00 in whichever zone.
  const inUtc = fromLocalTime(local, 'UTC', now);
  if (inUtc === undefined) return undefined;
  if (offset !== undefined) {
    const ahead = offsetMs(offset);
    return ahead === undefined ? undefined : inUtc - ahead;
  }
  return timeZone === null ? 'no offset' : fromLocalTime(local, timeZone, now);
}

/** A time as it was sent, in milliseconds; undefined where it is none, and where it has no offset and no zone is known. */
export function parseInstant(given: unknown, context: TimeContext): number | undefined {
  const read = readAny(given, context);
  return read === 'no offset' ? undefined : read;
}

function readAny(given: unknown, context: TimeContext): Read {
  if (typeof given === 'number') return Number.isFinite(given) && given >= 0 ? fromCount(given) : undefined;
  return typeof given === 'string' && given.length <= 100 ? fromText(given.trim(), context) : undefined;
}

/**
 * A sender's time in milliseconds: RFC 3339, or a count since 1970 in seconds, milliseconds or microseconds, as a number or a
 * text. Refuses with `invalid_request` that names the field: what is no time, a date that no calendar has, one without an
 * offset where the sender has no zone, and what is not within the year 2000 and a day from now.
 */
export function readInstant(given: unknown, name: string, context: TimeContext): number {
  const read = readAny(given, context);
  if (read === 'no offset') {
    throw refuse.invalidRequest({
      description: `${name} must have an offset, as in 2026-11-29T08:15:00-05:00, or this client must be registered with its time zone`,
    });
  }
  if (read === undefined) {
    throw refuse.invalidRequest({
      description: `${name} must be a time: RFC 3339, as in 2026-11-29T08:15:00-05:00, or seconds, milliseconds or microseconds since 1970`,
    });
  }
  if (read < EARLIEST_MS || read > context.now + DAY_MS) {
    throw refuse.invalidRequest({ description: `${name} must be from the year 2000 on, and no more than a day ahead` });
  }
  return read;
}

/** Refuses a span whose end lies before its start (`invalid_request`), by the names of both; an end that is missing bounds nothing. */
export function checkSpan(
  start: number | null | undefined,
  end: number | null | undefined,
  [startName, endName]: readonly [string, string] = ['since', 'until'],
): void {
  if (start === null || start === undefined || end === null || end === undefined || start <= end) return;
  throw refuse.invalidRequest({ description: `${startName} must come before ${endName}` });
}
