import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('./durations.json', import.meta.url));
/** What is shorter than this may begin at any time. */
const LONG_SECONDS = 5;
const SHOWN = 10;

type Seconds = ReadonlyMap<string, number>;

const longestFirst = (seconds: Seconds) => [...seconds].toSorted(([, one], [, other]) => other - one);

/** How long each test file that is long took, in seconds, when it was measured last: `UPDATE_DURATIONS=1 npm test` does. */
export function readDurations(): Seconds {
  return new Map(Object.entries(JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, number>));
}

/** Writes those of the files that ran over the ones before. */
export function writeDurations(seconds: Seconds): void {
  const all = new Map([...readDurations(), ...seconds]);
  const long = longestFirst(all).filter(([file, taken]) => taken >= LONG_SECONDS && existsSync(file));
  const rounded = long.map(([file, taken]) => [file, Math.round(taken)] as const);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`);
}

/** The ten that took longest, a line each. */
export function longestOf(seconds: Seconds): string {
  const shown = longestFirst(seconds).slice(0, SHOWN);
  return shown.map(([file, taken]) => `${String(Math.round(taken)).padStart(4)} s  ${file}`).join('\n');
}
