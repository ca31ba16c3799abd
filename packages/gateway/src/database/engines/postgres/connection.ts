import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import { storableParameters } from '../../../kernel/text.ts';
import type { Schema } from '../../schema.ts';
import type { DatabaseTimeouts } from '../../timeouts.ts';

const BIGINT_OID = 20;
/** A path without traffic is probed after so long. */
const KEEPALIVE_AFTER_MS = 10_000;
/** The server's own timeout answers first, unless the path is silent. */
const ANSWER_GRACE_MS = 1_000;
const CLOSED_WITHIN_MS = 1_000;

/** Whole numbers of 64 bits arrive as numbers: ours are milliseconds and counters, far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

/** For migrations, whose statements may take as long as they must. */
export function unboundedOptions(databaseUrl: string, { connectMs }: DatabaseTimeouts): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    types,
    application_name: 'sallyport',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_AFTER_MS,
    connectionTimeoutMillis: connectMs,
  };
}

/** What every connection has: nothing on it takes longer than the timeouts, whether the server answers or the path is silent. */
export function connectionOptions(databaseUrl: string, timeouts: DatabaseTimeouts): pg.ClientConfig {
  return {
    ...unboundedOptions(databaseUrl, timeouts),
    statement_timeout: timeouts.statementMs,
    lock_timeout: timeouts.lockMs,
    idle_in_transaction_session_timeout: timeouts.idleTransactionMs,
    query_timeout: timeouts.statementMs + ANSWER_GRACE_MS,
  };
}

/** As `connectionOptions`, for a connection that sends a statement without waiting for the answer to the one before. */
export function pipelinedOptions(databaseUrl: string, timeouts: DatabaseTimeouts): pg.ClientConfig {
  return { ...connectionOptions(databaseUrl, timeouts), pipeline: true };
}

/** Ends a connection of which nothing good is expected: what waits on it is rejected, and nothing waits for the server. */
export function discard(client: pg.ClientBase): void {
  const { connection } = client as unknown as { connection?: { stream: { destroy(): void } } };
  connection?.stream.destroy();
}

/** Ends a connection in order, or without the server where that takes longer than a second. */
export async function closeInTime(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => discard(client), CLOSED_WITHIN_MS);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** Kysely on a pool, for migrations. */
export function kyselyOnPool(pool: pg.Pool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: storablePool(pool) }) });
}

/** The pool, with every parameter of its clients as it can be stored. */
function storablePool(pool: pg.Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect();
      const query = (sql: unknown, parameters: readonly unknown[] = []) =>
        client.query(sql as string, storableParameters(parameters));
      return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
    },
    end: () => pool.end(),
  };
}

/** Runs a statement, handed over before this returns; `client` rejects what the server or the path refuses. */
export async function runQuery<R>(client: pg.ClientBase, query: CompiledQuery, name?: string): Promise<QueryResult<R>> {
  const result = await client.query({
    text: query.sql,
    values: storableParameters(query.parameters),
    ...(name && { name }),
  });
  return {
    rows: result.rows as R[],
    ...(result.command === 'SELECT' ? {} : { numAffectedRows: BigInt(result.rowCount ?? 0) }),
  };
}

/** Kysely on whatever runs one statement after the other and begins and ends transactions itself, or has none. */
export function kyselyOnRunner(run: <R>(query: CompiledQuery) => Promise<QueryResult<R>>): Kysely<Schema> {
  const connection: DatabaseConnection = {
    executeQuery: run,
    async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      yield await run<R>(query);
    },
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => {},
    commitTransaction: async () => {},
    rollbackTransaction: async () => {},
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
