import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { toRfc3339 } from '../../kernel/clock.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import { writeNewFile } from '../installation/new-file.ts';

const LOCK = 'sallyport-backup.lock';
const NAME = /^sallyport-\d{8}T\d{6}Z\.backup$/;
/** What a backup that was killed has left. */
const LEFT_OVER = /^sallyport-\d{8}T\d{6}Z\.backup\.new-/;

/** The name of a backup of that instant: names made later sort later. */
export function backupNameOf(now: number): string {
  return `sallyport-${toRfc3339(now).slice(0, 19).replace(/[-:]/g, '')}Z.backup`;
}

/** When the backup of that name was begun, in milliseconds; undefined for every other file. */
export function backupInstantOf(name: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^sallyport-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/.exec(name) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes this process the only one that writes and removes backups there, until the file is removed whose path it returns.
 * Refuses a folder where another one does. A lock of a process of this machine that has ended counts for nothing.
 */
export function lockBackups(folder: string): string {
  const path = join(folder, LOCK);
  const own = `${process.pid} ${hostname()}\n`;
  if (existsSync(path)) {
    const [pid = '', host = ''] = readFileSync(path, 'utf8').trim().split(' ');
    if (host !== hostname() || isAlive(Number(pid))) {
      throw new InstallationError(
        `Process ${pid} on ${host} keeps the backups of ${folder}: stop it, or name another folder; if it is gone, remove ${path}`,
      );
    }
    rmSync(path, { force: true });
  }
  if (!writeNewFile(path, own)) throw new InstallationError(`Another process began to keep the backups of ${folder}`);
  for (const name of readdirSync(folder).filter((name) => LEFT_OVER.test(name))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  return path;
}

/** Removes all but the newest `keep` backups of the folder, and nothing else in it. Their names. */
export function removeOlderBackups(folder: string, keep: number): string[] {
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  const removed = names.sort().reverse().slice(keep);
  for (const name of removed) rmSync(join(folder, name));
  return removed;
}
