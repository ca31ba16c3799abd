import { DatabaseSync } from 'node:sqlite';

const PAGES_A_STEP = 256;
/** The value of `PRAGMA auto_vacuum`. */
const INCREMENTAL = 2;

/**
 * Lays a database out so that the space of removed rows can be given back a little at a time. A database that has rows is
 * written anew, which takes as long as copying it.
 */
export function giveSpaceBackInSteps(path: string): void {
  const connection = new DatabaseSync(path, { timeout: 10_000 });
  try {
    connection.exec('PRAGMA secure_delete = ON; PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
  } finally {
    connection.close();
  }
}

/**
 * Gives up to a mebibyte back to the file system, in the transaction that is open. False where nothing was given, because
 * there was none or the step freed none: whoever repeats it while it is true comes to an end.
 */
export function giveSpaceBack(writer: DatabaseSync): boolean {
  const free = freePages(writer);
  const [mode] = writer.prepare('PRAGMA auto_vacuum').all();
  if (free === 0 || mode?.['auto_vacuum'] !== INCREMENTAL) return false;
  writer.exec(`PRAGMA incremental_vacuum(${PAGES_A_STEP})`);
  return freePages(writer) < free;
}

function freePages(writer: DatabaseSync): number {
  const [row] = writer.prepare('PRAGMA freelist_count').all();
  return Number(row?.['freelist_count']);
}

/** Copies the log into the database and cuts it, so that no removed row is left in it; the next time where it is in use. */
export function truncateLog(path: string): void {
  const connection = new DatabaseSync(path, { timeout: 0 });
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}
