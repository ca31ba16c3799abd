import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Log } from '../../../kernel/log.ts';
import type { ConnectionMemory, Transaction } from '../../database.ts';
import { CommitInDoubt } from '../../faults.ts';
import type { Schema } from '../../schema.ts';
import type { DatabaseTimeouts } from '../../timeouts.ts';
import { UnitTransaction } from '../../unit-hooks.ts';
import { closeInTime, connectionOptions, discard, kyselyOnRunner, runQuery } from './connection.ts';
import { connectFault, isConnectionAlive, postgresFaultOf } from './postgres-faults.ts';

/** Deadlock and serialization failure: the engine rolled the unit back and asks for it again. */
const RETRYABLE = new Set(['40P01', '40001']);
const TRIES = 5;
/** A connection that was lost before the commit was sent: the server undoes the unit, and a new connection runs it. */
const CONNECTIONS_A_UNIT = 2;

interface Connected {
  readonly client: pg.Client;
  readonly query: Kysely<Schema>;
}

/**
 * One write connection, one unit at a time. A connection that is lost is opened anew, and the unit that was running is run
 * again there, unless its commit was sent: then it is refused, because nobody can know whether the commit arrived.
 */
export class WriteConnection implements ConnectionMemory {
  readonly slots = new Map<symbol, unknown>();
  readonly #databaseUrl: string;
  readonly #timeouts: DatabaseTimeouts;
  readonly #log: Log;
  #connected: Connected | undefined;

  constructor(databaseUrl: string, { timeouts, log }: { timeouts: DatabaseTimeouts; log: Log }) {
    this.#databaseUrl = databaseUrl;
    this.#timeouts = timeouts;
    this.#log = log;
  }

  async run<T>(unit: (tx: Transaction) => Promise<T>, takeTurn?: (agencyId: string) => void): Promise<T> {
    let connections = 1;
    for (let attempt = 1; ; attempt += 1) {
      const { client, query } = await this.#connect();
      const tx = new UnitTransaction(query, this, this.#log, takeTurn);
      let value: T;
      try {
        value = await this.#runOnce(client, tx, unit);
      } catch (err) {
        tx.rolledBack();
        // The connection is gone, so the commit may have arrived after all: nothing that was true on it is trusted.
        if (this.#connected?.client !== client) this.slots.clear();
        if (attempt < TRIES && RETRYABLE.has((err as { code?: string }).code ?? '')) continue;
        if (postgresFaultOf(err) === 'lost' && connections < CONNECTIONS_A_UNIT) {
          connections += 1;
          continue;
        }
        throw err;
      }
      tx.committed();
      return value;
    }
  }

  async #runOnce<T>(client: pg.Client, tx: UnitTransaction, unit: (tx: Transaction) => Promise<T>): Promise<T> {
    let value: T;
    try {
      // The first statement after a pause finds out whether the path still exists.
      await client.query({ text: 'BEGIN', query_timeout: this.#timeouts.connectMs } as pg.QueryConfig);
      value = await unit(tx);
    } catch (err) {
      await this.#rollBack(client, err);
      throw err;
    }
    try {
      const { command } = await client.query('COMMIT');
      // A transaction in which a statement failed ends by a rollback, also where the unit went on after the failure.
      if (command !== 'COMMIT') throw new Error('the unit was rolled back, because a statement in it had failed');
    } catch (err) {
      this.drop(client);
      throw postgresFaultOf(err) !== null && !isConnectionAlive(err) ? new CommitInDoubt(err) : err;
    }
    return value;
  }

  /** A connection that does not answer is dropped instead, and the server undoes the unit as soon as it sees that. */
  async #rollBack(client: pg.Client, err: unknown): Promise<void> {
    const isUsable = postgresFaultOf(err) === null || isConnectionAlive(err);
    if (!isUsable) this.drop(client);
    else await client.query('ROLLBACK').catch(() => this.drop(client));
  }

  async #connect(): Promise<Connected> {
    if (this.#connected !== undefined) return this.#connected;
    const client = new pg.Client(connectionOptions(this.#databaseUrl, this.#timeouts));
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    try {
      await client.connect();
    } catch (err) {
      discard(client);
      throw connectFault(err);
    }
    this.#connected = { client, query: kyselyOnRunner((query) => runQuery(client, query)) };
    return this.#connected;
  }

  /** Forgets the connection and all that was true only on it. */
  drop(client = this.#connected?.client): void {
    if (client === undefined || this.#connected?.client !== client) return;
    this.#connected = undefined;
    this.slots.clear();
    discard(client);
  }

  async close(): Promise<void> {
    const client = this.#connected?.client;
    this.#connected = undefined;
    if (client !== undefined) await closeInTime(client);
  }
}
