import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = globSync('packages/*/package.json', { cwd: root });
const FILES = ['package.json', 'package-lock.json', 'CHANGELOG.md', 'docs/openapi.json', ...PACKAGES];

test('a release gives every package one version, dates the changelog and tags; what is not ready is refused', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-release-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of FILES) cpSync(join(root, file), join(folder, dirname(file), file.split('/').at(-1) ?? ''));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '--quiet');
  git('config', 'user.email', 'release@sallyport.test');
  git('config', 'user.name', 'A release');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'chore: as it is');
  const release = (version: string) =>
    spawnSync(process.execPath, [join(root, 'tools/release.ts'), version, folder], { encoding: 'utf8' });

  for (const [version, states] of [
    ['', /Give the version/],
    ['1.0', /Give the version/],
    ['0.0.1', /must be later than/],
  ] as const) {
    const { status, stderr } = release(version);
    assert.equal(status, 2);
    assert.match(stderr, states);
  }
  writeFileSync(join(folder, 'left-over'), '');
  assert.match(release('9.9.9').stderr, /must be committed first/);
  rmSync(join(folder, 'left-over'));

  const { status, stderr } = release('9.9.9');
  assert.equal(status, 0, stderr);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  for (const file of ['package.json', ...PACKAGES]) {
    const { version, dependencies = {} } = JSON.parse(read(file));
    assert.equal(version, '9.9.9', file);
    for (const [name, of] of Object.entries(dependencies)) {
      if (name.startsWith('@sallyport/')) assert.equal(of, '9.9.9', `${file}: ${name}`);
    }
  }
  const lock = JSON.parse(read('package-lock.json'));
  const before = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  assert.equal(lock.packages[''].version, '9.9.9');
  assert.equal(lock.packages['packages/gateway'].version, '9.9.9');
  assert.deepEqual(lock.packages['node_modules/fastify'], before.packages['node_modules/fastify']);
  assert.match(read('CHANGELOG.md'), /## Unreleased\n\n## \[9\.9\.9\] - \d{4}-\d\d-\d\d\n/);
  assert.equal(git('tag', '--list').trim(), 'v9.9.9');
  assert.equal(git('status', '--porcelain'), '');
  assert.match(release('9.9.10').stderr, /must say under "Unreleased" what changed/);
});
