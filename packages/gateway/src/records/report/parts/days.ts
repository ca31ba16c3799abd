import { Temporal } from 'temporal-polyfill';
import { refuse } from '../../../kernel/errors.ts';

/** The longest span of a report: a quarter of a year. */
export const MOST_DAYS = 92;
const DAYS_WITHOUT_SPAN = 7;
/** SQLite answers on the thread that answers requests: they wait no longer than one part takes. */
const MOST_HOURS = 6;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** At most six hours of one day, during which its zone is as far from UTC all the time. Instants in milliseconds, the end is not of it. */
export interface DayPart {
  readonly day: string;
  readonly from: number;
  readonly until: number;
  readonly offsetMs: number;
}

/** Of which agency, and of which part of a day. */
export interface AskedPart {
  readonly agencyId: string;
  readonly part: DayPart;
}

/** The days from `since` to `until`, both included. */
export interface DaySpan {
  readonly since: string;
  readonly until: string;
  readonly parts: readonly DayPart[];
}

function readDay(given: string, name: string): Temporal.PlainDate {
  try {
    if (DAY.test(given)) return Temporal.PlainDate.from(given, { overflow: 'reject' });
  } catch {
    // No such date: refused below.
  }
  throw refuse.invalidRequest({ description: `${name} must be a date, as in 2026-11-21` });
}

const earlier = (left: Temporal.ZonedDateTime, right: Temporal.ZonedDateTime) =>
  Temporal.ZonedDateTime.compare(left, right) <= 0 ? left : right;

function partsOf(date: Temporal.PlainDate, timeZone: string): DayPart[] {
  const end = date.add({ days: 1 }).toZonedDateTime(timeZone);
  const parts: DayPart[] = [];
  let from = date.toZonedDateTime(timeZone);
  while (Temporal.ZonedDateTime.compare(from, end) < 0) {
    const change = from.getTimeZoneTransition('next');
    const until = [from.add({ hours: MOST_HOURS }), end, ...(change === null ? [] : [change])].reduce(earlier);
    parts.push({
      day: date.toString(),
      from: from.epochMilliseconds,
      until: until.epochMilliseconds,
      offsetMs: from.offsetNanoseconds / 1_000_000,
    });
    from = until;
  }
  return parts;
}

/**
 * The days of a zone, also those of 23 and 25 hours, in parts in which an hour of the day is a plain sum. Without a first day it
 * is the last one's week, without a last day today. Refuses with `invalid_request` what is no date, a last day before the
 * first, and more than `MOST_DAYS`.
 */
export function readDays(
  given: { readonly since: string | undefined; readonly until: string | undefined },
  { timeZone, now }: { readonly timeZone: string; readonly now: number },
): DaySpan {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const until = given.until === undefined ? today : readDay(given.until, 'until');
  const since =
    given.since === undefined ? until.subtract({ days: DAYS_WITHOUT_SPAN - 1 }) : readDay(given.since, 'since');
  const count = since.until(until).days + 1;
  if (count < 1) throw refuse.invalidRequest({ description: 'until must not be before since' });
  if (count > MOST_DAYS) {
    throw refuse.invalidRequest({
      description: `since and until must be at most ${MOST_DAYS} days apart, both included`,
    });
  }
  const dates = Array.from({ length: count }, (_, index) => since.add({ days: index }));
  return {
    since: since.toString(),
    until: until.toString(),
    parts: dates.flatMap((date) => partsOf(date, timeZone)),
  };
}
