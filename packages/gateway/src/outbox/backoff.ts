import type { Random } from '../kernel/random.ts';

const FIRST_MS = 5_000;
const LONGEST_MS = 7_200_000;

/**
 * How long to wait after that many attempts: twice as long each time, from 5 s to two hours, of which the second half is by
 * chance, so that what failed together is not tried together.
 */
export function backoffMs(attempts: number, random: Random): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30));
  return Math.round(most / 2 + (most / 2) * (random.bytes(4).readUInt32BE() / 2 ** 32));
}
