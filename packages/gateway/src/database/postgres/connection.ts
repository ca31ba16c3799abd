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
import type { Schema } from '../schema.ts';
import { storableParameters } from '../storable-parameters.ts';

const BIGINT_OID = 20;

/** Whole numbers of 64 bits arrive as numbers: ours are milliseconds and counters, far below 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

export function connectionOptions(databaseUrl: string): pg.ClientConfig {
  return { connectionString: databaseUrl, types, application_name: 'sallyport', keepAlive: true };
}

/** Kysely on a pool: for reads and migrations, never for a unit of work. */
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

class LaneConnection implements DatabaseConnection {
  readonly #client: pg.Client;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#client.query({ text: query.sql, values: storableParameters(query.parameters) });
    return {
      rows: result.rows as R[],
      ...(result.command === 'SELECT' ? {} : { numAffectedRows: BigInt(result.rowCount ?? 0) }),
    };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

/** Kysely on the one connection of a lane, which begins and ends transactions itself. */
export function kyselyOnClient(client: pg.Client): Kysely<Schema> {
  const connection = new LaneConnection(client);
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
