import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('../../packages/testing/src/stepped-clock.mjs', import.meta.url));
let count = 0;

/** The clock of the day that a spawned server goes by. */
export interface SteppedClock {
  /** From now on it is wrong by so much. */
  set(wrongByMs: number): void;
  /** The environment in which a server goes by it. */
  readonly env: Record<string, string>;
}

/** A clock kept in a file of that folder. */
export function steppedClock(folder: string, wrongByMs: number): SteppedClock {
  count += 1;
  const file = join(folder, `clock-${count}`);
  const set = (milliseconds: number) => writeFileSync(file, String(milliseconds));
  set(wrongByMs);
  return { set, env: { NODE_OPTIONS: `--import ${PRELOAD}`, SALLYPORT_TEST_CLOCK_FILE: file } };
}
