import { chmodSync, existsSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { parse, resolve } from 'node:path';
import { InstallationError } from '../../kernel/installation-error.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;
const STICKY = 0o1000;
/** Windows has access lists instead, which a folder inherits. */
const HAS_MODES = process.platform !== 'win32';

/** What was mended and should not have been needed, in one sentence. */
export type Warn = (sentence: string) => void;

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

/** Folders that other things live in, whose mode is not ours to change. */
function isOfOthers(folder: string, { mode }: Stats): boolean {
  const own = resolve(folder);
  return (mode & STICKY) !== 0 || [parse(own).root, homedir(), process.cwd()].includes(own);
}

/** Makes the folder where it is missing. Nobody but the server's own user may enter it then, whatever the umask states. */
export function makeDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
}

/**
 * Closes the folder and those of its files to every other user of the machine, with a warning where they were open. Refuses
 * a folder that other users may enter and whose mode cannot, or should not, be changed.
 */
export function closeToOthers(folder: string, files: readonly string[], warn: Warn): void {
  if (!HAS_MODES) return;
  const stats = statSync(folder);
  if (!stats.isDirectory()) throw new InstallationError(`${folder} must be a folder; it is a file`);
  if ((stats.mode & OTHERS) !== 0) {
    if (isOfOthers(folder, stats)) {
      throw new InstallationError(
        `Other users of this machine may enter ${folder} (mode ${octal(stats.mode)}), and it is not Sallyport's alone: --data-dir must be a folder of its own`,
      );
    }
    narrow(folder, stats.mode, FOLDER_MODE);
    warn(`Other users of this machine could enter ${folder} (mode ${octal(stats.mode)}); it is closed to them now`);
  }
  for (const file of files) {
    if (!existsSync(file)) continue;
    const { mode } = statSync(file);
    if ((mode & OTHERS) === 0) continue;
    narrow(file, mode, FILE_MODE);
    warn(
      `Other users of this machine could read ${file} (mode ${octal(mode)}); it is closed to them now. Run sallyport keys rotate`,
    );
  }
}

function narrow(path: string, from: number, to: number): void {
  try {
    chmodSync(path, to);
  } catch (cause) {
    throw new InstallationError(
      `Other users of this machine may read ${path} (mode ${octal(from)}), and its mode cannot be changed: run chmod ${octal(to)} on it as its owner`,
      { cause },
    );
  }
}
