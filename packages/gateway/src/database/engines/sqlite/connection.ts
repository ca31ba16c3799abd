import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
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
import { LRUCache } from 'lru-cache';
import { storableParameters } from '../../../kernel/text.ts';
import { EngineFault } from '../../faults.ts';
import type { Schema } from '../../schema.ts';
import { isBusy } from './sqlite-faults.ts';

/** Only while a file is opened. From then on nothing of ours waits inside SQLite, which would stop the whole process. */
const OPENED_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 5;
const STATEMENTS_KEPT = 500;

export interface ConnectionUse {
  /** Of a connection that only reads: how long a statement waits, without blocking, for another program's lock. */
  readonly readsWaitMs?: number;
  /** What a failed statement is rejected with. */
  readonly toError?: (err: unknown) => unknown;
  /** Every statement is part of a unit of work, and refused where its transaction is no more. */
  readonly isForUnits?: boolean;
}

/** Opens a connection with the settings every one of ours has: WAL, every commit synced, waits for another process. */
export function openSqlite(path: string, options: { readOnly: boolean }): DatabaseSync {
  const connection = new DatabaseSync(path, { readOnly: options.readOnly, timeout: OPENED_WITHIN_MS });
  if (!options.readOnly) useWriteAheadLog(connection);
  connection.exec(
    'PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000',
  );
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
      if (!isBusy(err) || attempts * ASK_AGAIN_MS >= OPENED_WITHIN_MS) throw err;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_AGAIN_MS);
    }
  }
}

/** From here on a lock of another program fails a statement at once; whoever sent it waits without blocking. */
export function neverBlock(connection: DatabaseSync): void {
  connection.exec('PRAGMA busy_timeout = 0');
}

class SqliteConnection implements DatabaseConnection {
  readonly #connection: DatabaseSync;
  readonly #use: ConnectionUse;
  readonly #statements = new LRUCache<string, { statement: StatementSync; isReader: boolean }>({
    max: STATEMENTS_KEPT,
  });

  constructor(connection: DatabaseSync, use: ConnectionUse) {
    this.#connection = connection;
    this.#use = use;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return Promise.resolve(this.#run<R>(query));
    } catch (err) {
      return this.#isWorthWaiting(err) ? this.#runAgain(query) : Promise.reject(this.#toError(err));
    }
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    if (this.#use.isForUnits && !this.#connection.isTransaction) {
      // Or what follows would be stored although the unit is undone.
      throw new EngineFault('lost', 'the transaction was undone by an earlier fault');
    }
    const { statement, isReader } = this.#prepare(query.sql);
    const parameters = storableParameters(query.parameters) as SQLInputValue[];
    if (isReader) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async #runAgain<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const until = performance.now() + (this.#use.readsWaitMs ?? 0);
    for (;;) {
      await pause(ASK_AGAIN_MS);
      try {
        return this.#run<R>(query);
      } catch (err) {
        if (!this.#isWorthWaiting(err) || performance.now() >= until) throw this.#toError(err);
      }
    }
  }

  #isWorthWaiting(err: unknown): boolean {
    return this.#use.readsWaitMs !== undefined && isBusy(err);
  }

  #toError(err: unknown): unknown {
    return this.#use.toError?.(err) ?? err;
  }

  #prepare(sql: string): { statement: StatementSync; isReader: boolean } {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      const statement = this.#connection.prepare(sql);
      prepared = { statement, isReader: statement.columns().length > 0 };
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

class SqliteDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
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
export function kyselyOn(connection: DatabaseSync, use: ConnectionUse = {}): Kysely<Schema> {
  return kyselyThrough(new SqliteConnection(connection, use));
}

/** Kysely that sends its statements through a connection, wherever it is. */
export function kyselyThrough(connection: DatabaseConnection): Kysely<Schema> {
  const dialect: Dialect = {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new SqliteDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
  return new Kysely<Schema>({ dialect });
}
