import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import type { Kysely } from 'kysely';
import type { Schema } from '../../schema.ts';
import type { TableCounts } from '../../table-counts.ts';
import { kyselyOn } from './connection.ts';

const BUSY_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 200;
/** What a copy holds beside the installation's own tables: its description, and files that a restore needs. */
const PARTS = 'sallyport_backup';

/** Runs on a thread of its own, because a statement over the whole database takes minutes and would block this one. */
const APART = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const connection = new DatabaseSync(workerData.path, { readOnly: true, timeout: ${BUSY_TIMEOUT_MS} });
  const rows = connection.prepare(workerData.sql).all(...workerData.values);
  connection.close();
  parentPort.postMessage(rows.map((row) => Object.values(row)));
`;

function runApart(path: string, sql: string, ...values: string[]): Promise<unknown[][]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(APART, { eval: true, workerData: { path, sql, values } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/**
 * Writes one consistent state of a database that may be in use to `target`, which must be an empty file or missing. Writers
 * and readers go on meanwhile. `onProgress` gets how much of it is written, from 0 to 1.
 */
export async function copySqliteFile(
  path: string,
  target: string,
  onProgress: (fraction: number) => void,
): Promise<void> {
  closeSync(openSync(target, 'a', 0o600));
  const { size } = statSync(path);
  const timer = setInterval(() => onProgress(Math.min(1, statSync(target).size / size)), LOOK_EVERY_MS);
  try {
    await runApart(path, 'VACUUM INTO ?', target);
  } finally {
    clearInterval(timer);
  }
}

/** Every page and every index against its table (`integrity_check`); none where it is whole. */
export async function faultsOfCopy(path: string): Promise<string[]> {
  const rows = await runApart(path, 'PRAGMA integrity_check(100)');
  return rows.map(([verdict]) => String(verdict)).filter((verdict) => verdict !== 'ok');
}

/** The rows of each table of the installation. */
export function countRowsOfFile(path: string): TableCounts {
  const connection = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = connection
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name != ?")
      .all(PARTS);
    const counts = tables.map(({ name }): [string, number] => {
      const [row] = connection.prepare(`SELECT count(*) AS count FROM "${String(name)}"`).all();
      return [String(name), Number(row?.['count'])];
    });
    return Object.fromEntries(counts.sort(([left], [right]) => (left < right ? -1 : 1)));
  } finally {
    connection.close();
  }
}

/** Reads committed rows of a file, changing nothing and migrating nothing. */
export function readFileOnly(path: string): { read: Kysely<Schema>; close(): void } {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  return { read: kyselyOn(connection), close: () => connection.close() };
}

/** As `readFileOnly`, one state that stays as it is until `close`; the write-ahead log grows by what is written meanwhile. */
export function openFileSnapshot(path: string): { read: Kysely<Schema>; close(): void } {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  // A transaction has its state from its first read on.
  connection.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
  return { read: kyselyOn(connection), close: () => connection.close() };
}

/** Puts parts into a copy, and the copy onto the disk. */
export function addParts(path: string, parts: Readonly<Record<string, string>>): void {
  const connection = new DatabaseSync(path);
  try {
    connection.exec(`CREATE TABLE ${PARTS} (name text PRIMARY KEY, content text NOT NULL)`);
    const insert = connection.prepare(`INSERT INTO ${PARTS} VALUES (?, ?)`);
    for (const [name, content] of Object.entries(parts)) insert.run(name, content);
  } finally {
    connection.close();
  }
  syncFile(path);
}

/** The parts of a copy; undefined where the database is no copy. */
export function readParts(path: string): Readonly<Record<string, string>> | undefined {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const [table] = connection.prepare('SELECT name FROM sqlite_schema WHERE name = ?').all(PARTS);
    if (table === undefined) return undefined;
    const rows = connection.prepare(`SELECT name, content FROM ${PARTS}`).all();
    return Object.fromEntries(rows.map(({ name, content }) => [String(name), String(content)]));
  } finally {
    connection.close();
  }
}

/** Copies a file that nobody writes, readable by its owner alone, onto the disk. `to` must not be there. */
export async function copyPlainFile(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  syncFile(to);
}

function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
