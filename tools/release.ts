import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [version = '', folder = process.cwd()] = process.argv.slice(2);
const UNRELEASED = '## Unreleased\n';

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function isLater(next: string, last: string): boolean {
  const [left, right] = [next, last].map((text) => text.split('.').map(Number));
  const at = [0, 1, 2].find((index) => left?.[index] !== right?.[index]);
  return at !== undefined && (left?.[at] ?? 0) > (right?.[at] ?? 0);
}

/** The version of every workspace, and of each other as they depend on it, in one file's text. */
function withVersion(text: string, last: string): string {
  const old = last.replaceAll('.', '\\.');
  return text.replace(new RegExp(`("(?:version|@?sallyport(?:/[a-z]+)?)": )"${old}"`, 'g'), `$1"${version}"`);
}

/** In the lockfile other packages have versions, too. */
function withLockedVersion(text: string, last: string): string {
  const lock = JSON.parse(text) as { version: string; packages: Record<string, object> };
  lock.version = version;
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path !== '' && !path.startsWith('packages/')) continue;
    if (path.includes('node_modules')) continue;
    lock.packages[path] = JSON.parse(withVersion(JSON.stringify(entry, null, 1), last)) as object;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

// Every package gets the version, the changelog its date, the commit its tag. Nothing is pushed.
const { version: last } = JSON.parse(read('package.json')) as { version: string };
if (!/^\d+\.\d+\.\d+$/.test(version)) refuse('Give the version, as in: node tools/release.ts 1.2.0');
if (!isLater(version, last)) refuse(`The version must be later than ${last}`);
if (git('status', '--porcelain') !== '') refuse('Everything must be committed first');
if (git('tag', '--list', `v${version}`) !== '') refuse(`The tag v${version} is there already`);
const changelog = read('CHANGELOG.md');
const [, changes = ''] = changelog.split(UNRELEASED);
if (changes.split(/^## /m)[0]?.trim() === '') refuse('CHANGELOG.md must say under "Unreleased" what changed');

const today = new Date().toISOString().slice(0, 10);
for (const file of ['package.json', ...globSync('packages/*/package.json', { cwd: folder }), 'docs/openapi.json']) {
  writeFileSync(join(folder, file), withVersion(read(file), last));
}
writeFileSync(join(folder, 'package-lock.json'), withLockedVersion(read('package-lock.json'), last));
const dated = `${UNRELEASED}\n## [${version}] - ${today}\n`;
writeFileSync(join(folder, 'CHANGELOG.md'), changelog.replace(UNRELEASED, dated));
git('commit', '--all', '--quiet', '--message', `chore(release): ${version}`);
git('tag', '--annotate', `v${version}`, '--message', `Sallyport ${version}`);
process.stdout.write(`Tagged v${version}; publish it with: git push --follow-tags\n`);
