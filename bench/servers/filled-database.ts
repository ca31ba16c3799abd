import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

const AT_ONCE = 50_000;

/** Runs a statement; answers with its rows. */
type Run = (sql: string) => Promise<Record<string, unknown>[]>;

/** A database of a running sandbox into which rows are copied. */
export interface FilledDatabase {
  readonly run: Run;
  /** A row a whole number, `n`, from one to the other, as the table `numbers`. */
  readonly numbers: (from: number, to: number) => string;
  readonly columnsOf: (table: string) => Promise<string[]>;
  /** With the statistics of these tables read and everything on disk. */
  readonly end: (tables: readonly string[]) => Promise<void>;
}

/** The database at the URL, or without one the embedded one of the file. */
export function openFilled(databaseFile: string, databaseUrl?: string): Promise<FilledDatabase> {
  return databaseUrl === undefined ? onSqlite(databaseFile) : onPostgres(databaseUrl);
}

async function onSqlite(databaseFile: string): Promise<FilledDatabase> {
  const database = new DatabaseSync(databaseFile, { timeout: 30_000 });
  // What is copied is no promise to anybody.
  database.exec('PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000');
  const run: Run = async (sql) => database.prepare(sql).all();
  return {
    run,
    numbers: (from, to) =>
      `(WITH RECURSIVE numbers(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${to}) SELECT n FROM numbers) AS numbers`,
    columnsOf: async (table) =>
      (await run(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) => String(name)),
    async end() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}

async function onPostgres(connectionString: string): Promise<FilledDatabase> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const run: Run = async (sql) => (await client.query(sql)).rows;
  return {
    run,
    numbers: (from, to) => `generate_series(${from}::bigint, ${to}::bigint) AS numbers(n)`,
    columnsOf: async (table) =>
      (
        await run(
          `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped`,
        )
      ).map(({ name }) => String(name)),
    async end(tables) {
      await run(`VACUUM ANALYZE ${tables.join(', ')}`);
      await run('CHECKPOINT');
      await client.end();
    },
  };
}

/** Copies one row of the table as often as numbers are given, with these columns changed, and `left` left to the table. */
export async function copyRow(
  { run, numbers, columnsOf }: FilledDatabase,
  { table, model, count, left = [] }: { table: string; model: string; count: number; left?: readonly string[] },
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const names = (await columnsOf(table)).filter((name) => !left.includes(name));
  const values = names.map((name) => changed[name] ?? `model.${name}`);
  for (let from = 1; from <= count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE - 1);
    await run(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${numbers(from, to)}, (${model}) AS model`,
    );
  }
}
