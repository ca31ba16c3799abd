import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { InstallationError } from '../../../kernel/installation-error.ts';
import { isDamaged } from './sqlite-faults.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const PAGE_SIZE_AT = 16;
const PAGE_COUNT_AT = 28;
/** About two seconds of reading on a small machine; a start must not take minutes. */
const WHOLE_UP_TO_BYTES = 512 * 1_048_576;
const BUSY_TIMEOUT_MS = 10_000;
export const RESTORE =
  'Restore it, with the sallyport.db-wal that belongs to it, from a backup; docs/robustness/operations.md has the steps';

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    return header.subarray(0, readSync(file, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

function headerFault(path: string): string | null {
  const stats = statSync(path);
  if (!stats.isFile()) return 'is not a file';
  const { size: bytes } = stats;
  if (bytes === 0) return 'is empty';
  const header = readHeader(path);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return 'is not an SQLite database';
  }
  const hasLog = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
  const pageSize = header.readUInt16BE(PAGE_SIZE_AT) === 1 ? 65_536 : header.readUInt16BE(PAGE_SIZE_AT);
  const needed = pageSize * header.readUInt32BE(PAGE_COUNT_AT);
  // With a log, the pages that are missing may stand there.
  return !hasLog && bytes < needed ? `is cut: it has ${bytes} bytes of ${needed}` : null;
}

/** A table of the first schema stands for all: a database of another program has none of that name. */
function schemaFault(connection: DatabaseSync): string | null {
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const names = tables.map(({ name }) => String(name));
  if (names.length === 0) return 'has no tables: what was written to its sallyport.db-wal is missing';
  return names.includes('audit_records') && names.includes('kysely_migration')
    ? null
    : 'is the database of another program';
}

/** Every page, and every index against its table (`integrity_check`): what is wrong, a hundred sentences at most. */
function integrityFaults(path: string): string[] {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const rows = connection.prepare('PRAGMA integrity_check(100)').all();
    return rows.map((row) => String(Object.values(row)[0])).filter((verdict) => verdict !== 'ok');
  } finally {
    connection.close();
  }
}

function contentFault(path: string, isWhole: boolean): string | null {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const fault = schemaFault(connection);
    if (fault !== null || !isWhole) return fault;
    const [first] = connection.prepare('PRAGMA quick_check(1)').all();
    const verdict = String(Object.values(first ?? {})[0]);
    return verdict === 'ok' ? null : `is damaged (${verdict})`;
  } finally {
    connection.close();
  }
}

/** What damage SQLite itself meets, as a fault; any other error is thrown. */
function orDamage<T>(look: () => T, toFault: (fault: string) => T): T {
  try {
    return look();
  } catch (err) {
    if (isDamaged(err)) return toFault(`is damaged (${err.message})`);
    throw err;
  }
}

/**
 * What is wrong with a database file, or null: its header and its schema always, every page (`quick_check`) where it has at
 * most 512 MiB. Changes nothing.
 */
function checkSqliteFile(path: string): string | null {
  const fault = headerFault(path);
  if (fault !== null) return fault;
  return orDamage<string | null>(
    () => contentFault(path, statSync(path).size <= WHOLE_UP_TO_BYTES),
    (damage) => damage,
  );
}

/**
 * Everything that is wrong with a database file of any size, each a sentence; none where it is whole. It may take minutes,
 * and a server may run meanwhile. Changes nothing.
 */
export function findFaultsOfFile(path: string): string[] {
  const first = headerFault(path);
  if (first !== null) return [first];
  return orDamage(
    () => {
      const fault = contentFault(path, false);
      return fault === null ? integrityFaults(path) : [fault];
    },
    (damage) => [damage],
  );
}

/** Refuses a file that is not a whole database of ours, in a sentence that states what to do. */
export function refuseDamagedFile(path: string): void {
  const fault = checkSqliteFile(path);
  if (fault !== null) throw new InstallationError(`The database ${path} ${fault}. ${RESTORE}`);
}
