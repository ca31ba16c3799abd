import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './manifests.ts';
import { stagePackages } from './stage.ts';

/** Compiles from nothing, so that no file of a source that is gone is shipped. */
export async function buildPackages(): Promise<readonly string[]> {
  for (const name of ['contract', 'client', 'gateway']) {
    rmSync(join(ROOT, 'packages', name, 'dist'), { recursive: true, force: true });
  }
  const node = (...args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  node('tools/build-portal.ts', ...process.argv.slice(2).filter((arg) => arg === '--always'));
  node('node_modules/typescript/bin/tsc', '-b');
  return stagePackages();
}
