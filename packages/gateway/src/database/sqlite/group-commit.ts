import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import type { Lane, Transaction } from '../database.ts';
import type { Schema } from '../schema.ts';
import { UnitTransaction } from '../unit-hooks.ts';

const UNITS_PER_COMMIT = 512;

interface Waiting {
  readonly run: (tx: Transaction) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

interface Finished {
  readonly tx: UnitTransaction;
  readonly settle: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Serial writes with a shared fsync: the units that arrive while one commit runs become the next commit, each in its
 * own savepoint, so that one unit's failure undoes that unit alone. Nothing is acknowledged before its commit is on disk.
 */
export class GroupCommit {
  readonly #connection: DatabaseSync;
  readonly #query: Kysely<Schema>;
  readonly #statements: Record<'begin' | 'commit' | 'savepoint' | 'release' | 'rollbackTo', StatementSync>;
  readonly #lane: Lane = { slots: new Map() };
  #waiting: Waiting[] = [];
  #isRunning = false;
  #idle: (() => void)[] = [];

  constructor(connection: DatabaseSync, query: Kysely<Schema>) {
    this.#connection = connection;
    this.#query = query;
    this.#statements = {
      begin: connection.prepare('BEGIN IMMEDIATE'),
      commit: connection.prepare('COMMIT'),
      savepoint: connection.prepare('SAVEPOINT unit'),
      release: connection.prepare('RELEASE unit'),
      rollbackTo: connection.prepare('ROLLBACK TO unit'),
    };
  }

  submit<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      // After the poll phase, so that every request read in this turn of the loop shares the commit.
      setImmediate(() => void this.#drain());
    });
  }

  /** Resolves when every unit submitted so far is settled. */
  idle(): Promise<void> {
    return this.#isRunning ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #drain(): Promise<void> {
    await this.#commitBatch(this.#waiting.splice(0, UNITS_PER_COMMIT));
    if (this.#waiting.length > 0) {
      setImmediate(() => void this.#drain());
      return;
    }
    this.#isRunning = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #commitBatch(batch: readonly Waiting[]): Promise<void> {
    const finished: Finished[] = [];
    try {
      this.#statements.begin.run();
    } catch (err) {
      for (const unit of batch) unit.reject(err);
      return;
    }
    try {
      for (const unit of batch) finished.push(await this.#runUnit(unit));
      this.#statements.commit.run();
    } catch (err) {
      this.#abandon(finished, batch, err);
      return;
    }
    for (const { settle } of finished) settle();
  }

  async #runUnit(unit: Waiting): Promise<Finished> {
    const tx = new UnitTransaction(this.#query, this.#lane);
    this.#statements.savepoint.run();
    try {
      const value = await unit.run(tx);
      this.#statements.release.run();
      return { tx, reject: unit.reject, settle: () => settleCommitted(tx, unit, value) };
    } catch (err) {
      this.#statements.rollbackTo.run();
      this.#statements.release.run();
      tx.rolledBack();
      return { tx, reject: unit.reject, settle: () => unit.reject(err) };
    }
  }

  /** The batch is lost, or its outcome unknown: nobody is acknowledged and the lane starts anew. */
  #abandon(finished: readonly Finished[], batch: readonly Waiting[], err: unknown): void {
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
    for (const { tx } of [...finished].reverse()) tx.rolledBack();
    this.#lane.slots.clear();
    for (const unit of batch) unit.reject(err);
  }
}

function settleCommitted(tx: UnitTransaction, unit: Waiting, value: unknown): void {
  tx.committed();
  unit.resolve(value);
}
