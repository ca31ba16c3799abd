/** Injected everywhere, so that a test can stand at any instant. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May step, forth or back, where the clock it follows is set. */
  now(): number;
  /** Milliseconds since some instant, never set: what has passed between two readings, whatever `now` does meanwhile. */
  elapsed(): number;
}

const DAY_MS = 86_400_000;
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let lastDay = Number.NaN;
let lastDate = '';

/**
 * The wire form of an instant in the native API: RFC 3339 in UTC with milliseconds. The date is kept from the call before,
 * because a page of incidents is of one day or two.
 */
export function toRfc3339(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  const day = Math.floor(whole / DAY_MS);
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const inDay = whole - day * DAY_MS;
  const seconds = Math.floor(inDay / 1000);
  const fraction = String(inDay % 1000).padStart(3, '0');
  return `${lastDate}${TWO[Math.floor(seconds / 3600)]}:${TWO[Math.floor(seconds / 60) % 60]}:${TWO[seconds % 60]}.${fraction}Z`;
}
