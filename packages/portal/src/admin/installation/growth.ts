import type { StorageDay } from '@sallyport/contract';

const DAY_MS = 86_400_000;

/** How much a database grew a day between the first day that is known and now, in bytes; null before a day has passed. */
export function growthADay(days: readonly StorageDay[], now: { bytes: number; at: string }): number | null {
  const [first] = days;
  if (first === undefined) return null;
  const passed = (Date.parse(now.at) - Date.parse(`${first.day}T00:00:00Z`)) / DAY_MS;
  return passed < 1 ? null : (now.bytes - first.size_bytes) / passed;
}
