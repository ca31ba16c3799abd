import { afterEach, beforeEach } from 'node:test';

/** The longest file takes ten minutes beside five others on two cores. */
const FILE_WITHIN_MS = 2_400_000;
/** More than is done between two tests, or after the last one, on a crowded machine. */
const BETWEEN_TESTS_MS = 600_000;

// The runner's own limit ends a test and leaves a process that still waits for something, and with it the run.
function endIn(milliseconds: number, since: string): NodeJS.Timeout {
  const end = () => {
    const kept = process.getActiveResourcesInfo().join(', ');
    const file = process.argv.slice(1).join(' ');
    process.stderr.write(`ended ${milliseconds / 1_000} s after ${since}, still open: ${kept}: ${file}\n`);
    process.exit(1);
  };
  return setTimeout(end, milliseconds).unref();
}

endIn(FILE_WITHIN_MS, 'its start');
let running = 0;
let timer: NodeJS.Timeout | undefined;
beforeEach(() => {
  running += 1;
  clearTimeout(timer);
});
afterEach(() => {
  running -= 1;
  if (running === 0) timer = endIn(BETWEEN_TESTS_MS, 'a test that no other one followed');
});
