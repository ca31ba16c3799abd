import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The packed file of the release before, where somebody has it. */
const RELEASE = process.env['SALLYPORT_TEST_VERSION_BEFORE'];
const MIGRATIONS = 'packages/gateway/src/database/migrations';
const SOURCES = ['package.json', 'packages/client', 'packages/contract', 'packages/gateway'];

/** An older Sallyport on this machine. */
export interface OlderVersion {
  /** The file that Node runs as `sallyport`. */
  readonly program: string;
  /** Where it is from, for the test's output. */
  readonly origin: string;
}

/** What git prints, or nothing where there is no git, no repository, or no such thing in it. */
function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

const isMigration = (file: string) => file.endsWith('.ts') && !file.endsWith('.test.ts');

/** The last commit that lacks a migration of this checkout; nothing where the history does not reach that far. */
function commitBefore(): string | undefined {
  const committed = (git('ls-tree', '--name-only', 'HEAD', `${MIGRATIONS}/`) ?? '').split('\n').filter(isMigration);
  if (committed.length === 0) return undefined;
  const here = readdirSync(join(root, MIGRATIONS)).filter(isMigration);
  if (here.length > committed.length) return git('rev-parse', 'HEAD');
  const newest = git('log', '-1', '--diff-filter=A', '--format=%H', '--', `${MIGRATIONS}/*.ts`, ':!*.test.ts');
  return newest === undefined || newest === '' ? undefined : git('rev-parse', '--verify', '--quiet', `${newest}^`);
}

/** The last release that is tagged and lacks a migration of this checkout; else the last commit that does. */
function olderCommit(): string | undefined {
  const before = commitBefore();
  return before && (git('describe', '--tags', '--match', 'v[0-9]*', '--abbrev=0', before) ?? before);
}

/** Its sources in the folder, with the libraries that are installed here, and its own packages among them. */
function checkOut(commit: string, folder: string): string {
  const tar = execFileSync('git', ['archive', commit, ...SOURCES], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: tar });
  for (const modules of [
    'node_modules',
    ...globSync('packages/{client,contract,gateway}/node_modules', { cwd: root }),
  ]) {
    mkdirSync(join(folder, modules), { recursive: true });
    for (const name of readdirSync(join(root, modules))) {
      if (name !== '@sallyport') symlinkSync(join(root, modules, name), join(folder, modules, name));
    }
  }
  mkdirSync(join(folder, 'node_modules/@sallyport'));
  for (const name of ['client', 'contract', 'gateway']) {
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@sallyport', name));
  }
  return join(folder, 'packages/gateway/bin/sallyport.js');
}

/**
 * The version before this one, put into the empty folder: the packed file that SALLYPORT_TEST_VERSION_BEFORE names, else what the git
 * history has. Null where there is neither: a folder without git, or a clone without its history.
 */
export function versionBefore(folder: string): OlderVersion | null {
  if (RELEASE !== undefined) {
    const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', resolve(RELEASE)];
    execFileSync('npm', args, { cwd: folder, stdio: 'ignore', shell: process.platform === 'win32' });
    return { program: join(folder, 'node_modules/sallyport/bin/sallyport.js'), origin: basename(RELEASE) };
  }
  const commit = olderCommit();
  if (commit === undefined) return null;
  const program = checkOut(commit, folder);
  if (!existsSync(program)) return null;
  const described = git('log', '-1', '--format=commit %h, %s', commit) ?? commit;
  return { program, origin: commit.startsWith('v') ? `release ${commit}, ${described}` : described };
}
