import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Schema } from '../schema.ts';
import { storableParameters } from '../storable-parameters.ts';

const BUSY_TIMEOUT_MS = 10_000;
const SQLITE_BUSY = 5;
const ASK_AGAIN_MS = 5;
const STATEMENTS_KEPT = 500;

/** Opens a connection with the settings every one of ours has: WAL, every commit synced, waits for another process. */
export function openSqlite(path: string, options: { readOnly: boolean }): DatabaseSync {
  const connection = new DatabaseSync(path, { readOnly: options.readOnly, timeout: BUSY_TIMEOUT_MS });
  if (!options.readOnly) useWriteAheadLog(connection);
  connection.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000');
  return connection;
}

/**
 * Of connections that switch a new file to WAL at once, SQLite refuses all but one without waiting for the busy timeout,
 * because each has the lock that the other waits for. The refused one finds the file switched when it asks again.
 */
function useWriteAheadLog(connection: DatabaseSync): void {
  for (let attempts = 1; ; attempts += 1) {
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (err) {
      const isBusy = (err as { errcode?: number }).errcode === SQLITE_BUSY;
      if (!isBusy || attempts * ASK_AGAIN_MS >= BUSY_TIMEOUT_MS) throw err;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_AGAIN_MS);
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, { statement: StatementSync; isReader: boolean }>();

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { statement, isReader } = this.#prepare(query.sql);
      const parameters = storableParameters(query.parameters) as SQLInputValue[];
      if (isReader) return Promise.resolve({ rows: statement.all(...parameters) as R[] });
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) });
    } catch (err) {
      return Promise.reject(err);
    }
  }

  #prepare(sql: string): { statement: StatementSync; isReader: boolean } {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      const statement = this.#connection.prepare(sql);
      prepared = { statement, isReader: statement.columns().length > 0 };
      if (this.#statements.size >= STATEMENTS_KEPT) this.#statements.clear();
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;

  constructor(connection: DatabaseSync) {
    this.#connection = new SqliteConnection(connection);
  }

  async init(): Promise<void> {}

  /** Hands out the one connection without a lock: the group commit, and the single-statement reads, need none. */
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(statement('BEGIN IMMEDIATE'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(statement('COMMIT'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(statement('ROLLBACK'));
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

function statement(sql: string): CompiledQuery {
  return { sql, parameters: [], query: { kind: 'RawNode' } as CompiledQuery['query'], queryId: { queryId: sql } };
}

/** SQLite can roll a schema change back, so a migration that is killed half-way leaves nothing. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely on one open connection. The caller keeps transactions from overlapping. */
export function kyselyOn(connection: DatabaseSync): Kysely<Schema> {
  const dialect: Dialect = {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new SqliteDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Schema>({ dialect });
}
