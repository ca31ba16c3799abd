import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import pg from 'pg';
import type { Log } from '../../../kernel/log.ts';
import type { Schema } from '../../schema.ts';
import type { DatabaseTimeouts } from '../../timeouts.ts';
import { connectionOptions, discard, kyselyOnRunner, runQuery } from './connection.ts';
import { connectFault, isConnectionAlive, postgresFaultOf } from './postgres-faults.ts';

const CLOSED_WITHIN_MS = 2_000;
/** Every connection may have been lost while it was idle; the one after those is new. */
const TRIES = 3;

/**
 * Connections for reading. A statement whose connection is lost is sent again on another one, which a read allows; one that
 * the server does not answer in time is rejected, and its connection is not used again.
 */
export class ReadPool {
  readonly query: Kysely<Schema>;
  readonly #pool: pg.Pool;

  constructor(
    databaseUrl: string,
    options: { connections: number; timeouts: DatabaseTimeouts; log: Log; toError: (err: unknown) => unknown },
  ) {
    this.#pool = new pg.Pool({ ...connectionOptions(databaseUrl, options.timeouts), max: options.connections });
    const noteLoss = (err: Error) => options.log.warn({ err }, 'a read connection was lost');
    this.#pool.on('error', noteLoss);
    // The pool listens to idle connections alone; an error of one in use would end the process.
    this.#pool.on('connect', (client) => client.on('error', noteLoss));
    this.query = kyselyOnRunner(<R>(query: CompiledQuery) =>
      this.#run<R>(query).catch((err) => {
        throw options.toError(err);
      }),
    );
  }

  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (let attempt = 1; ; attempt += 1) {
      const client = await this.#pool.connect().catch((err) => {
        throw connectFault(err);
      });
      try {
        const result = await runQuery<R>(client, query);
        client.release();
        return result;
      } catch (err) {
        const fault = postgresFaultOf(err);
        const isUsable = fault === null || isConnectionAlive(err);
        if (!isUsable) discard(client);
        client.release(!isUsable);
        if (fault !== 'lost' || attempt === TRIES) throw err;
      }
    }
  }

  /** Ends every connection, in order where the server answers within two seconds. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSED_WITHIN_MS);
    });
    await Promise.race([this.#pool.end(), late]);
    clearTimeout(timer);
  }
}
