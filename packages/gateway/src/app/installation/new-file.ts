import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';

/**
 * Writes a file that is whole or not there, readable by its owner alone. False, and nothing written, where a file of that
 * name is there already: of processes that start together one writes it.
 */
export function writeNewFile(path: string, text: string): boolean {
  const temporary = `${path}.${process.pid}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
    linkSync(temporary, path);
    return true;
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw err;
  } finally {
    closeSync(file);
    rmSync(temporary, { force: true });
  }
}
