import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { InstallationError } from '../../../kernel/installation-error.ts';
import type { Schema } from '../../schema.ts';
import type { TableCounts } from '../../table-counts.ts';
import { DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import { kyselyOnRunner, runQuery, unboundedOptions } from './connection.ts';

/** What PostgreSQL's programs are told beside their arguments, which every user of the machine can read. */
function withoutPassword(databaseUrl: string): { url: string; env: NodeJS.ProcessEnv } {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  return { url: url.href, env: { ...process.env, ...(password !== '' && { PGPASSWORD: password }) } };
}

/** The lines a program prints; rejects with what it says of itself where it fails. */
async function* linesOf(program: string, args: readonly string[], env = process.env): AsyncGenerator<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => {});
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2_000);
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) yield line;
    const [code] = await ended;
    if (code !== 0) throw new InstallationError(`${program} failed: ${said.trim()}`);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') throw new InstallationError(missing(program), { cause: err });
    throw err;
  } finally {
    child.kill();
  }
}

async function run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<void> {
  for await (const _ of linesOf(program, args, env));
}

const missing = (program: string) =>
  `${program} is not on the PATH: install PostgreSQL's client programs (Debian: postgresql-client) of the server's version or later, or run ${program} on the server's own machine; docs/backup.md has the command`;

/** One state of the database that stays as it is until `end`, whatever is written meanwhile. */
export interface Snapshot {
  readonly name: string;
  readonly read: Kysely<Schema>;
  countRows(): Promise<TableCounts>;
  end(): Promise<void>;
}

export async function openSnapshot(databaseUrl: string): Promise<Snapshot> {
  const client = new pg.Client(unboundedOptions(databaseUrl, DEFAULT_TIMEOUTS));
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query('SELECT pg_export_snapshot() AS name');
    return {
      name: String(rows[0]?.name),
      read: kyselyOnRunner((query) => runQuery(client, query)),
      countRows: () => countRows(client),
      end: () => client.end(),
    };
  } catch (err) {
    await client.end();
    throw err;
  }
}

async function countRows(client: pg.Client): Promise<TableCounts> {
  const { rows } = await client.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT relispartition ORDER BY relname COLLATE "C"`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await client.query(`SELECT count(*) AS count FROM public.${pg.escapeIdentifier(String(name))}`);
    counts[String(name)] = Number(counted.rows[0]?.count);
  }
  return counts;
}

/** The rows of each table of the database. */
export async function countRowsOfServer(databaseUrl: string): Promise<TableCounts> {
  const client = new pg.Client(unboundedOptions(databaseUrl, DEFAULT_TIMEOUTS));
  client.on('error', () => {});
  await client.connect();
  return countRows(client).finally(() => client.end());
}

/** Writes the snapshot to `target` as PostgreSQL's own `pg_dump` does (custom format). */
export async function dumpPostgres(databaseUrl: string, snapshot: Snapshot, target: string): Promise<void> {
  const { url, env } = withoutPassword(databaseUrl);
  const what = ['--format=custom', '--no-owner', '--no-privileges', '--schema=public', `--snapshot=${snapshot.name}`];
  await run('pg_dump', [...what, `--file=${target}`, `--dbname=${url}`], env);
}

/** A dump has the rows of the audit by the month. */
const AUDIT_MONTH = /^audit_records_(?:first|next|\d{4}_\d{2})$/;

/** The rows of each table that a dump holds, by reading all of it. */
export async function countRowsOfDump(path: string): Promise<TableCounts> {
  const counts: Record<string, number> = {};
  let table: string | undefined;
  for await (const line of linesOf('pg_restore', ['--data-only', '--file=-', path])) {
    if (table === undefined) {
      table = /^COPY public\."?(\w+)"? /.exec(line)?.[1];
      if (table !== undefined && AUDIT_MONTH.test(table)) table = 'audit_records';
      if (table !== undefined) counts[table] ??= 0;
    } else if (line === '\\.') table = undefined;
    else counts[table] = (counts[table] ?? 0) + 1;
  }
  return counts;
}

/** Puts a dump into a database without tables, all of it or nothing. */
export async function restorePostgres(databaseUrl: string, path: string): Promise<void> {
  const { url, env } = withoutPassword(databaseUrl);
  await addExtensions(databaseUrl);
  const how = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];
  // The dump makes the schema `public`, which every database has.
  await run('pg_restore', [...how, '--schema=public', `--dbname=${url}`, path], env);
}

/** A dump of one schema names the extensions that it uses and does not make them. */
async function addExtensions(databaseUrl: string): Promise<void> {
  const client = new pg.Client(unboundedOptions(databaseUrl, DEFAULT_TIMEOUTS));
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public');
  } finally {
    await client.end();
  }
}

/** Whether the database has no table, whoever's. */
export async function hasNoTables(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client(unboundedOptions(databaseUrl, DEFAULT_TIMEOUTS));
  client.on('error', () => {});
  await client.connect();
  try {
    return Object.keys(await countRows(client)).length === 0;
  } finally {
    await client.end();
  }
}

const DUMP_MAGIC = 'PGDMP';

/** Whether the file is in the custom format of `pg_dump`. */
export async function isDump(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(DUMP_MAGIC.length), 0, DUMP_MAGIC.length, 0);
    return buffer.toString('latin1') === DUMP_MAGIC;
  } finally {
    await file.close();
  }
}

/** As a copy of SQLite is marked: until it is announced, no server starts on it. */
export async function markAsBackup(databaseUrl: string): Promise<void> {
  const client = new pg.Client(unboundedOptions(databaseUrl, DEFAULT_TIMEOUTS));
  client.on('error', () => {});
  await client.connect();
  await client.query('CREATE TABLE sallyport_backup (name text PRIMARY KEY)').finally(() => client.end());
}
