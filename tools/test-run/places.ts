import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What Node made of the sources: read by every process of a run, and by the next run. */
export const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

const MEMORY = '/dev/shm';
const NEEDED_BYTES = 2 ** 31;

/**
 * Where the tests' databases stand: in memory, where the machine has a file system there with 2 GiB free, so that a run
 * does not wait for a disk a hundred thousand times. What they do is the same, `fsync` included.
 */
export function temporaryFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= NEEDED_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
