import { execFileSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './manifests.ts';
import { stagePackages } from './stage.ts';

const COMPILED = ['.js', '.js.map', '.d.ts'];

/** The files there that end so, without that end. */
const namesOf = (folder: string, end: string) =>
  new Set(globSync(`**/*${end}`, { cwd: folder }).map((file) => file.slice(0, -end.length)));

/** True where every source has what is compiled of it, and nothing is there of a source that is gone. */
function isCompiled(folder: string): boolean {
  const sources = namesOf(join(folder, 'src'), '.ts');
  return COMPILED.every((end) => {
    const compiled = namesOf(join(folder, 'dist'), end);
    // A test is compiled by some packages, a declaration written by hand by none.
    const isThere = (name: string) => compiled.has(name) || /\.(test|d)$/.test(name);
    return [...compiled].every((name) => sources.has(name)) && [...sources].every(isThere);
  });
}

/**
 * Compiles from nothing, so that no file of a source that is gone is shipped. With `--kept`, as the tests do it after
 * `npm run check`, only what changed since it was compiled last, where nothing is missing or left over.
 */
export async function buildPackages(): Promise<readonly string[]> {
  const isKept = process.argv.includes('--kept');
  for (const name of ['contract', 'client', 'gateway']) {
    const folder = join(ROOT, 'packages', name);
    if (!isKept || !isCompiled(folder)) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  }
  const node = (...args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  node('tools/build-portal.ts', ...process.argv.slice(2).filter((arg) => arg === '--always'));
  node('node_modules/typescript/bin/tsc', '-b');
  return stagePackages();
}
