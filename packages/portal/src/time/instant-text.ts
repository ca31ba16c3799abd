import { formatTag } from '../words/language.ts';

/** Where no zone is known, the workstation's. */
export type ShownZone = string | undefined;

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const DAY = { year: 'numeric', month: 'short', day: 'numeric' } as const;
const OFFSET = { timeZoneName: 'shortOffset' } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The format, made once; a zone that this browser's data does not have is shown in UTC, and labelled so. */
function formatOf(options: Intl.DateTimeFormatOptions, timeZone: ShownZone): Intl.DateTimeFormat {
  const tag = formatTag();
  const key = JSON.stringify([options, timeZone, tag]);
  let format = formats.get(key);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat(tag, { ...options, timeZone });
    } catch {
      format = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
    }
    formats.set(key, format);
  }
  return format;
}

/** What cannot be read as a time is shown as it came. */
function formatted(options: Intl.DateTimeFormatOptions, timeZone: ShownZone, value: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) return value;
  // The zero meridian is GMT in an offset, and GMT+0 in some languages' data.
  return formatOf(options, timeZone)
    .format(at)
    .replace(/GMT(?:\+0(?![\d:]))?/, 'UTC');
}

/** Time of day on a 24-hour clock, with the zone's offset: `08:15:00 UTC-6`. */
export function clockText(instant: string, timeZone: ShownZone): string {
  return formatted({ ...CLOCK, ...OFFSET }, timeZone, instant);
}

/** Day and time of day, with the zone's offset: `Nov 29, 2026, 08:15:00 UTC-6`. */
export function instantText(instant: string, timeZone: ShownZone): string {
  return formatted({ ...DAY, ...CLOCK, ...OFFSET }, timeZone, instant);
}

/** A calendar day, the same in every zone. */
export function dayText(day: string): string {
  return formatted(DAY, 'UTC', day);
}
