import type { Text } from '../../words/spanish/spanish.ts';
/** What can be chosen; `month` is a month of the calendar. */
export const PERIODS = ['today', '7-days', '30-days', 'month'] as const;
export type PeriodName = (typeof PERIODS)[number];

export const PERIOD_WORDS: Readonly<Record<PeriodName, Text>> = {
  today: 'Today',
  '7-days': '7 days',
  '30-days': '30 days',
  month: 'Month',
};

/** Days as the API takes them, both included. */
export interface Period {
  readonly name: PeriodName;
  /** The chosen month, as `2026-11`; null for the others. */
  readonly month: string | null;
  readonly since: string;
  readonly until: string;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DAY_MS = 86_400_000;

/** The day that is so many days before, as `2026-11-21`. */
const daysBefore = (day: string, days: number) => new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

/** The last day of a month, as `2026-11-30`. */
function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/**
 * The period that the parameters of an address state, of which the last day is `today`. What cannot be read is seven days, and a
 * month that is none or has not begun the usual one.
 */
export function readPeriod(params: URLSearchParams, today: string): Period {
  const name = PERIODS.find((known) => known === params.get('period')) ?? '7-days';
  if (name === 'month') return monthPeriod(params.get('month'), today);
  const daysBack = { today: 0, '7-days': 6, '30-days': 29 }[name];
  return { name, month: null, since: daysBefore(today, daysBack), until: today };
}

/** The month that is reported where none is chosen: the current one, and on its first day the one that has just ended. */
export const usualMonth = (today: string): string => (today.endsWith('-01') ? daysBefore(today, 1) : today).slice(0, 7);

/** A month up to its last day or, where it is the current one, today. */
export function monthPeriod(given: string | null, today: string): Period {
  const current = today.slice(0, 7);
  const month = given !== null && MONTH.test(given) && given <= current ? given : usualMonth(today);
  return { name: 'month', month, since: `${month}-01`, until: month === current ? today : lastDayOf(month) };
}

const MONTHS_OFFERED = 25;

/** The current month and the two years before it, newest first. */
export function monthsUntil(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MONTHS_OFFERED }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}

/** A month in words: `November 2026`. */
export function monthText(month: string): string {
  return new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01`),
  );
}
