import type { Phase } from './hour.ts';
import type { HourResult } from './run-hour.ts';
import { holds } from './verdicts.ts';

/** Each trial is long enough for its percentiles, and has no surge: the largest share is of the ordinary rate. */
export const TRIAL: readonly Phase[] = [
  { name: 'warm-up', durationMs: 5_000, rate: 1 },
  { name: 'the hour', durationMs: 30_000, rate: 1 },
];

const GROWTH = 1.5;
const CLOSE_ENOUGH = 1.1;
const LEAST_SHARE = 0.005;

/**
 * The largest share whose hour holds, by trials: larger ones from `from` on until one does not hold, then between the two, to
 * a tenth. Null where not even 0.5 % of the nation holds.
 */
export async function findLargestShare(
  from: number,
  attempt: (share: number) => Promise<HourResult>,
  progress: (line: string) => void,
): Promise<number | null> {
  let held: number | null = null;
  let failed: number | null = null;
  let share = from;
  for (;;) {
    const isHeld = holds(await attempt(share));
    progress(`share ${share.toFixed(3)} ${isHeld ? 'holds' : 'does not hold'}`);
    if (isHeld) held = share;
    else failed = share;
    if (held === null) {
      share /= 2;
      if (share < LEAST_SHARE) return null;
    } else if (failed === null) share *= GROWTH;
    else if (failed / held < CLOSE_ENOUGH) return held;
    else share = Math.sqrt(held * failed);
  }
}
