import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { type Log, silentLog } from '../../../kernel/log.ts';
import type { ConnectionMemory, Transaction } from '../../database.ts';
import { CommitInDoubt, EngineFault } from '../../faults.ts';
import type { Schema } from '../../schema.ts';
import { DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import { UnitTransaction } from '../../unit-hooks.ts';
import { isBusy, isIoError, sqliteFaultOf } from './sqlite-faults.ts';

const UNITS_PER_COMMIT = 512;
/** More would only wait to be refused. */
const WAITING_AT_MOST = 20_000;
const LONGEST_PAUSE_MS = 25;

interface Waiting {
  readonly run: (tx: Transaction) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Of `performance.now()`: by then it has begun, or is refused. */
  readonly beginsBy: number;
}

interface Finished {
  readonly tx: UnitTransaction;
  readonly settle: () => void;
}

/**
 * Serial writes with a shared fsync: the units that arrive while one commit runs become the next commit, each in its
 * own savepoint, so that one unit's failure undoes that unit alone. Nothing is acknowledged before its commit is on disk.
 * While another program has the file locked they wait without blocking this process, each at most `waitMs`. Once the files are
 * not in their place any more, every unit is refused with `moved`.
 */
export class GroupCommit {
  readonly #connection: DatabaseSync;
  readonly #query: Kysely<Schema>;
  readonly #statements: Record<'begin' | 'commit' | 'savepoint' | 'release' | 'rollbackTo', StatementSync>;
  readonly #memory: ConnectionMemory = { slots: new Map() };
  readonly #waitMs: number;
  readonly #log: Log;
  readonly #areFilesInPlace: () => boolean;
  readonly #isPacking: boolean;
  #waiting: Waiting[] = [];
  #isRunning = false;
  #idle: (() => void)[] = [];

  constructor(
    connection: DatabaseSync,
    query: Kysely<Schema>,
    {
      waitMs = DEFAULT_TIMEOUTS.waitMs,
      log = silentLog,
      areFilesInPlace = () => true,
      isPacking = true,
    }: { waitMs?: number; log?: Log; areFilesInPlace?: () => boolean; isPacking?: boolean } = {},
  ) {
    this.#connection = connection;
    this.#query = query;
    this.#waitMs = waitMs;
    this.#log = log;
    this.#areFilesInPlace = areFilesInPlace;
    this.#isPacking = isPacking;
    this.#statements = {
      begin: connection.prepare('BEGIN IMMEDIATE'),
      commit: connection.prepare('COMMIT'),
      savepoint: connection.prepare('SAVEPOINT unit'),
      release: connection.prepare('RELEASE unit'),
      rollbackTo: connection.prepare('ROLLBACK TO unit'),
    };
  }

  /** How many units wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  submit<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length >= WAITING_AT_MOST) {
        reject(new EngineFault('busy', 'too many units of work wait already'));
        return;
      }
      const beginsBy = performance.now() + this.#waitMs;
      this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject, beginsBy });
      if (this.#isRunning) return;
      this.#isRunning = true;
      // After the poll phase, so that every request read in this turn of the loop shares the commit.
      setImmediate(() => this.#drain());
    });
  }

  /** Resolves when every unit submitted so far is settled. */
  idle(): Promise<void> {
    return this.#isRunning ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** Commits one batch and goes on while there is more. Whatever happens to a batch, the next one is taken. */
  #drain(): void {
    const batch = this.#waiting.splice(0, UNITS_PER_COMMIT);
    this.#commitBatch(batch)
      .catch((err) => {
        for (const unit of batch) unit.reject(err);
      })
      .finally(() => {
        if (this.#waiting.length > 0) {
          setImmediate(() => this.#drain());
          return;
        }
        this.#isRunning = false;
        for (const resolve of this.#idle.splice(0)) resolve();
      });
  }

  async #commitBatch(arrived: readonly Waiting[]): Promise<void> {
    const batch = await this.#begin(arrived);
    if (batch.length === 0) return;
    const finished: Finished[] = [];
    let isCommitting = false;
    try {
      for (const unit of batch) finished.push(await this.#runUnit(unit));
      isCommitting = true;
      this.#statements.commit.run();
    } catch (err) {
      this.#abandon(finished, batch, isCommitting && isIoError(err) ? new CommitInDoubt(err) : err);
      return;
    }
    if (!this.#areFilesInPlace()) {
      this.#abandon(finished, batch, new CommitInDoubt('the database file was moved during the commit'));
      return;
    }
    for (const { settle } of finished) settle();
  }

  /** Begins the transaction, without blocking while the file is locked. Returns the units that did not give up meanwhile. */
  async #begin(arrived: readonly Waiting[]): Promise<readonly Waiting[]> {
    let batch = arrived;
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        if (!this.#areFilesInPlace())
          throw new EngineFault('moved', 'the database file is not the one that was opened');
        // Left open where the rollback of an earlier batch failed.
        if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
        this.#statements.begin.run();
        return batch;
      } catch (err) {
        const now = performance.now();
        const stays = (unit: Waiting) => isBusy(err) && unit.beginsBy > now;
        for (const unit of batch) if (!stays(unit)) unit.reject(err);
        batch = batch.filter(stays);
        if (batch.length === 0) return batch;
      }
      await pause(pauseMs);
    }
  }

  async #runUnit(unit: Waiting): Promise<Finished> {
    const tx = new UnitTransaction({
      engine: 'sqlite',
      isPacking: this.#isPacking,
      query: this.#query,
      connection: this.#memory,
      log: this.#log,
    });
    this.#statements.savepoint.run();
    try {
      const value = await unit.run(tx);
      await tx.answered();
      await tx.lastRows.write(tx, (statement) => this.#query.executeQuery(statement));
      this.#statements.release.run();
      return { tx, settle: () => settleCommitted(tx, unit, value) };
    } catch (err) {
      tx.rolledBack();
      if (!this.#connection.isTransaction) {
        // A full disk among others makes SQLite undo the whole transaction, the other units' rows too.
        unit.reject(err);
        const fault = sqliteFaultOf(err) ?? 'lost';
        throw new EngineFault(fault, 'the transaction was undone by the fault of a unit beside it', err);
      }
      this.#statements.rollbackTo.run();
      this.#statements.release.run();
      return { tx, settle: () => unit.reject(err) };
    }
  }

  /** The batch is lost, or its outcome unknown: nobody is acknowledged and the connection starts anew. */
  #abandon(finished: readonly Finished[], batch: readonly Waiting[], err: unknown): void {
    for (const { tx } of [...finished].reverse()) tx.rolledBack();
    this.#memory.slots.clear();
    for (const unit of batch) unit.reject(err);
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
  }
}

function settleCommitted(tx: UnitTransaction, unit: Waiting, value: unknown): void {
  tx.committed();
  unit.resolve(value);
}
