import { Temporal } from 'temporal-polyfill';

/** What the clocks of a zone show at an instant: `2026-11-29 08:15:00`, and how far that is from UTC, `-06:00`. */
export function toLocalTime(atMs: number, timeZone: string): { text: string; offset: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  const text = zoned.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
  return { text, offset: zoned.offset };
}
