const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });

/** Time of day on a 24-hour clock. */
export function clockText(instant: string): string {
  return formatted(CLOCK, instant);
}

/** Day and time of day in the workstation's zone. */
export function instantText(instant: string): string {
  return formatted(DAY_AND_CLOCK, instant);
}

/** A calendar day, the same in every zone. */
export function dayText(day: string): string {
  return formatted(DAY, day);
}

/** What cannot be read as a time is shown as it came. */
function formatted(format: Intl.DateTimeFormat, value: string): string {
  const at = Date.parse(value);
  return Number.isNaN(at) ? value : format.format(at);
}
