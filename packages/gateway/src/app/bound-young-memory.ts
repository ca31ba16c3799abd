import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const LOOKED_AT_EVERY_MS = 100;
const AT_MOST_BYTES = 64 * 2 ** 20;

/**
 * Keeps V8 from reserving more than 64 MB for young objects. Under load it doubles what it reserves there, to 128 MB, and keeps
 * it: for whoever sends many requests at once that was the larger part of what they cost. Reading our modules has made it
 * 64 MB already, and a token costs no more with that. Returns what ends the watch.
 *
 * `--max-semi-space-size` does the same without a watch only where Node itself is started with it: set by a running process it changes
 * nothing (128 MB with and without, on Node 24), and starting Node a second time would cost every start a process.
 */
export function boundYoungMemory(): () => void {
  let mayGrow = true;
  const timer = setInterval(() => {
    const isSmall = youngBytes() < AT_MOST_BYTES;
    if (isSmall === mayGrow) return;
    mayGrow = isSmall;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  }, LOOKED_AT_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
