import { monotonicMs } from '../sockets/receiving.ts';

// When a write fell due, stated inside what it writes, so that whoever receives the event knows how long it took. It is
// the fraction of a longitude: seven digits are milliseconds, of a clock that all processes of the machine share.

const WEST_OF = -70;
const SPAN_MS = 10_000_000;
const MARK = /-70\.(\d{1,7})/;

/** A longitude that states the instant. */
export function longitudeOf(dueAt: number): number {
  return WEST_OF - (Math.floor(dueAt) % SPAN_MS) / SPAN_MS;
}

/** Milliseconds since the instant that a received text states, or null where it states none. */
export function sinceDue(text: string): number | null {
  const digits = MARK.exec(text)?.[1];
  if (digits === undefined) return null;
  const age = (monotonicMs() % SPAN_MS) - Number(digits.padEnd(7, '0'));
  return age < -SPAN_MS / 2 ? age + SPAN_MS : Math.max(0, age);
}
