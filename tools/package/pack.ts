import { execFileSync } from 'node:child_process';
import { buildPackages } from './build.ts';
import { STAGED } from './stage.ts';

/** Builds the packages and, with `--pack`, packs each into a file of `dist`, whose names it prints. */
async function main(): Promise<void> {
  const folders = await buildPackages();
  if (!process.argv.includes('--pack')) return;
  for (const folder of folders) {
    // npm is a script of a shell on Windows.
    execFileSync('npm', ['pack', '--loglevel=error', '--pack-destination', STAGED], {
      cwd: folder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  }
}

await main();
