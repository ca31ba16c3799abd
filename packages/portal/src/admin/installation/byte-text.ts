import { numberText } from '../../words/language.ts';

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** A size as people state it, by thousands: "812 B", "4.2 MB", "31 GB". */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 'B';
  for (const larger of UNITS) {
    if (Math.abs(value) < 1000) break;
    value /= 1000;
    unit = larger;
  }
  return `${numberText(value, Math.abs(value) < 10 && unit !== 'B' ? 1 : 0)} ${unit}`;
}
