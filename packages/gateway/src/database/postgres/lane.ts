import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Lane, Transaction } from '../database.ts';
import type { Schema } from '../schema.ts';
import { UnitTransaction } from '../unit-hooks.ts';
import { connectionOptions, kyselyOnClient } from './connection.ts';

/** Deadlock and serialization failure: the engine rolled the unit back and asks for it again. */
const RETRYABLE = new Set(['40P01', '40001']);
const TRIES = 5;

/**
 * One write connection, one unit at a time. A connection that is lost is opened anew for the next unit; the unit that
 * was running is refused, because nobody can know whether its commit arrived.
 */
export class PostgresLane implements Lane {
  readonly slots = new Map<symbol, unknown>();
  readonly #databaseUrl: string;
  #client: pg.Client | undefined;
  #query: Kysely<Schema> | undefined;

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async run<T>(unit: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const { client, query } = await this.#connect();
      const tx = new UnitTransaction(query, this);
      try {
        const value = await this.#runOnce(client, tx, unit);
        tx.committed();
        return value;
      } catch (err) {
        tx.rolledBack();
        // The connection is gone, so the commit may have arrived after all: nothing that was true on it is trusted.
        if (this.#client !== client) this.slots.clear();
        if (!RETRYABLE.has((err as { code?: string }).code ?? '') || attempt === TRIES) throw err;
      }
    }
  }

  async #runOnce<T>(client: pg.Client, tx: UnitTransaction, unit: (tx: Transaction) => Promise<T>): Promise<T> {
    let value: T;
    try {
      await client.query('BEGIN');
      value = await unit(tx);
    } catch (err) {
      await client.query('ROLLBACK').catch(() => this.#drop(client));
      throw err;
    }
    try {
      const { command } = await client.query('COMMIT');
      // A transaction in which a statement failed ends by a rollback, also where the unit went on after the failure.
      if (command !== 'COMMIT') throw new Error('the unit was rolled back, because a statement in it had failed');
    } catch (err) {
      this.#drop(client);
      throw err;
    }
    return value;
  }

  async #connect(): Promise<{ client: pg.Client; query: Kysely<Schema> }> {
    if (this.#client !== undefined && this.#query !== undefined) return { client: this.#client, query: this.#query };
    const client = new pg.Client(connectionOptions(this.#databaseUrl));
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    await client.connect();
    this.#client = client;
    this.#query = kyselyOnClient(client);
    return { client, query: this.#query };
  }

  /** Forgets the connection and all that was true only on it. */
  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#query = undefined;
    this.slots.clear();
    client.end().catch(() => {});
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#query = undefined;
    await client?.end().catch(() => {});
  }
}
