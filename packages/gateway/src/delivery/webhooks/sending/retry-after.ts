const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`;
const MONTH = `(?<month>${MONTHS.join('|')})`;
/** RFC 9110 section 5.6.7: the preferred form and the two obsolete ones. */
const DATES = [
  new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) ${MONTH} (?<year>\d{4}) ${TIME} GMT$`),
  new RegExp(
    String.raw`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-${MONTH}-(?<year>\d{2}) ${TIME} GMT$`,
  ),
  new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>[ \d]\d) ${TIME} (?<year>\d{4})$`),
];
const CENTURY = 100;

/** An HTTP-date in milliseconds since 1970; null where it is none. Two digits of a year are of the one nearest to `now`. */
export function readHttpDate(text: string, now: number): number | null {
  const found = DATES.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (found === undefined) return null;
  const part = (name: string) => Number(found[name]);
  const month = MONTHS.indexOf(found['month'] ?? '');
  const thisYear = new Date(now).getUTCFullYear();
  const year = found['year']?.length === 2 ? yearOf(part('year'), thisYear) : part('year');
  const at = Date.UTC(year, month, part('day'), part('hour'), part('minute'), part('second'));
  const date = new Date(at);
  const isReal = date.getUTCDate() === part('day') && part('hour') < 24 && part('minute') < 60 && part('second') <= 60;
  return isReal ? at : null;
}

function yearOf(twoDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % CENTURY) + twoDigits;
  // RFC 9110 section 5.6.7: what appears to be more than 50 years ahead is in the past.
  return year > thisYear + CENTURY / 2 ? year - CENTURY : year;
}

/**
 * How long an endpoint asked to be left alone (RFC 9110 section 10.2.3), in milliseconds: seconds, or a date, which is
 * compared with the `Date` of the same answer where there is one, because their clock is not ours. Null where it is neither,
 * and for what is past.
 */
export function readRetryAfter(answer: { retryAfter: string | null; date: string | null }, now: number): number | null {
  const text = answer.retryAfter?.trim() ?? '';
  if (text === '') return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = readHttpDate(text, now);
  if (until === null) return null;
  const theirNow = answer.date === null ? null : readHttpDate(answer.date.trim(), now);
  const waitMs = until - (theirNow ?? now);
  return waitMs > 0 ? waitMs : null;
}
