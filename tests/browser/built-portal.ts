import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

const TOOL = fileURLToPath(new URL('../../tools/build-portal.ts', import.meta.url));
const BUILD_WITHIN_MS = 180_000;

/**
 * Builds the portal unless it is built from these very sources. Test files run side by side, so one of them builds while
 * the others wait; SQLite's lock is freed also when its process dies.
 */
export function buildPortal(): void {
  const lock = new DatabaseSync(join(tmpdir(), 'sallyport-portal-build.lock'), { timeout: BUILD_WITHIN_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    const { status } = spawnSync(process.execPath, [TOOL], { stdio: 'inherit' });
    if (status !== 0) throw new Error('the portal could not be built');
  } finally {
    lock.close();
  }
}
