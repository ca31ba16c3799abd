/** Injected everywhere, so that a test can stand at any instant. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May step, forth or back, where the clock it follows is set. */
  now(): number;
  /** Milliseconds since some instant, never set: what has passed between two readings, whatever `now` does meanwhile. */
  elapsed(): number;
}

const SECOND_MS = 1_000;
const MILLISECONDS_AT = -'000Z'.length;
/** The second that was asked for last, and its text up to the milliseconds: an event has several instants of one second. */
let lastSecond = { startsAt: Number.NaN, text: '' };

/** The wire form of an instant in the native API: RFC 3339 in UTC with milliseconds. */
export function toRfc3339(milliseconds: number): string {
  const sinceSecond = milliseconds - lastSecond.startsAt;
  if (sinceSecond >= 0 && sinceSecond < SECOND_MS && Number.isInteger(sinceSecond)) {
    return `${lastSecond.text}${String(sinceSecond).padStart(3, '0')}Z`;
  }
  const whole = new Date(milliseconds).toISOString();
  if (Number.isInteger(milliseconds)) {
    lastSecond = { startsAt: Math.floor(milliseconds / SECOND_MS) * SECOND_MS, text: whole.slice(0, MILLISECONDS_AT) };
  }
  return whole;
}
