import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const INPUTS = [
  'package-lock.json',
  'packages/portal/{index.html,vite.config.ts,package.json}',
  'packages/portal/{src,build,public}/**/*.*',
  'packages/client/src/**/*.ts',
  'packages/contract/src/**/*.ts',
];
const STAMP = join(root, 'packages/portal/dist/.built-from');

/** What the built portal was made from: any change of a byte or a name changes it. */
function digestOfInputs(): string {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

const digest = digestOfInputs();
const isBuilt = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
if (!isBuilt || process.argv.includes('--always')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '-w', 'packages/portal'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm is a script of a shell on Windows.
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(STAMP, digest);
}
