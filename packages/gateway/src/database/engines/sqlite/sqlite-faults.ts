import type { DatabaseFault } from '../../faults.ts';

const ERROR = 1;
const BUSY = 5;
const IO_ERROR = 10;
const DAMAGED = 11;
const NOT_A_DATABASE = 26;
const PRIMARY_CODE = 0xff;
/** What SQLite has no code of its own for. */
const OTHER_SCHEMA = /^(no such (table|column):|table \S+ has no column named )/;

/** SQLite's primary result codes that are no mistake of the statement (https://www.sqlite.org/rescode.html). */
const FAULTS: Readonly<Record<number, DatabaseFault>> = {
  3: 'denied',
  5: 'locked',
  6: 'locked',
  7: 'busy',
  8: 'read_only',
  10: 'damaged',
  [DAMAGED]: 'damaged',
  13: 'full',
  14: 'damaged',
  15: 'locked',
  22: 'full',
  23: 'denied',
  [NOT_A_DATABASE]: 'damaged',
};

/** The primary code of an error of SQLite; nothing for every other error. */
function primaryCode(err: unknown): number | undefined {
  const { code, errcode } = err as { code?: string; errcode?: number };
  return code === 'ERR_SQLITE_ERROR' && errcode !== undefined ? errcode & PRIMARY_CODE : undefined;
}

/** Somebody else has the lock. */
export function isBusy(err: unknown): boolean {
  return primaryCode(err) === BUSY;
}

/** The file itself is damaged, or is no database. */
export function isDamaged(err: unknown): err is Error {
  const code = primaryCode(err);
  return code === DAMAGED || code === NOT_A_DATABASE;
}

/** The disk did not do what it was asked: of a commit, nobody knows what it wrote. */
export function isIoError(err: unknown): boolean {
  return primaryCode(err) === IO_ERROR;
}

export function sqliteFaultOf(err: unknown): DatabaseFault | null {
  const code = primaryCode(err);
  if (code === ERROR) return OTHER_SCHEMA.test((err as Error).message) ? 'other_schema' : null;
  return code === undefined ? null : (FAULTS[code] ?? null);
}
