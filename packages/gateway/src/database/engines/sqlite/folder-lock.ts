import { chownSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './sqlite-faults.ts';

export const LOCK_FILE = 'sallyport.lock';
/** Whoever asks to be alone and is refused stands in the way of others for a moment. */
const SHARED_WITHIN_MS = 2_000;

/** What the machine's administrator makes, the server's own user must be able to open. */
function makeFile(path: string, dataDir: string): void {
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  const { uid, gid } = statSync(dataDir);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}

/**
 * Holds the folder until the returned function is called or the process ends, in whatever way: `shared` beside others who
 * share it, `alone` beside nobody. Null where somebody holds it otherwise. The lock is SQLite's own, on an empty file beside the
 * database, so that it also holds while the database's file is exchanged.
 */
export function holdFolder(dataDir: string, how: 'shared' | 'alone'): (() => void) | null {
  const path = join(dataDir, LOCK_FILE);
  makeFile(path, dataDir);
  const connection = new DatabaseSync(path, { timeout: how === 'shared' ? SHARED_WITHIN_MS : 0 });
  try {
    connection.exec(how === 'shared' ? 'BEGIN; SELECT name FROM sqlite_schema' : 'BEGIN EXCLUSIVE');
  } catch (err) {
    connection.close();
    if (isBusy(err)) return null;
    throw err;
  }
  return () => connection.close();
}
