import type { ShownZone } from './instant-text.ts';

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetMs(atMs: number, timeZone: ShownZone): number {
  const parts = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  const format = new Intl.DateTimeFormat('en-US', { ...parts, hourCycle: 'h23', calendar: 'gregory', timeZone });
  const shown = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown as Record<string, number>;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
}

/** An instant as a `datetime-local` field takes it: what the zone's clocks show, in whole seconds. */
export function localInput(atMs: number, timeZone: ShownZone): string {
  return new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 19);
}

/** The instant of what such a field holds, in milliseconds; NaN where it holds nothing. */
export function fromLocalInput(field: string, timeZone: ShownZone): number {
  const asUtc = Date.parse(`${field}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  // The offset at the instant itself: the first guess may lie on the other side of a change of the clocks.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(guess, timeZone);
}
