import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import type pg from 'pg';
import type { Log } from '../../../kernel/log.ts';
import type { ConnectionMemory, Transaction } from '../../database.ts';
import type { Schema } from '../../schema.ts';
import { LastRows, UnitTransaction } from '../../unit-hooks.ts';
import { runQuery } from './connection.ts';
import { statementName } from './statement-names.ts';

/** Distinguishes the locks of agencies from others that are taken by a hash. */
const AGENCY_LOCKS = 911_004;
const LOCK_AGENCY = `SELECT pg_advisory_xact_lock(${AGENCY_LOCKS}, hashtext($1))`;

/** A unit of work, and who is told how it ended. */
export interface Unit {
  readonly run: (tx: Transaction) => Promise<unknown>;
  readonly takeTurn: (agencyId: string) => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

interface Ended {
  readonly tx: UnitTransaction;
  readonly unit: Unit;
  readonly settle: () => void;
}

/** A unit that cannot be undone alone, so all that its transaction holds is undone. */
export class UnitFailed extends Error {
  readonly unit: Unit;

  constructor(unit: Unit, cause: unknown) {
    super('a unit of the transaction failed', { cause });
    this.unit = unit;
  }
}

/**
 * One transaction of one or more units, which run one after the other. Statements are handed over without waiting for the
 * answers to those before, so that a unit waits for what it reads alone. A unit that was refused before it wrote anything
 * leaves the rest as it is.
 */
export class GroupTransaction {
  readonly #client: pg.Client;
  readonly #query: Kysely<Schema>;
  readonly #memory: ConnectionMemory;
  readonly #log: Log;
  readonly #ended: Ended[] = [];
  readonly #lastRows = new LastRows();
  #writes = 0;
  #isCorked = false;
  #firstFailure: { readonly err: unknown } | undefined;
  /** From then on nobody but the server knows whether it is stored, unless it says so. */
  isCommitSent = false;
  /** The server has said that nothing of it is stored. */
  isRolledBack = false;

  constructor(parts: { client: pg.Client; query: Kysely<Schema>; memory: ConnectionMemory; log: Log }) {
    this.#client = parts.client;
    this.#query = parts.query;
    this.#memory = parts.memory;
    this.#log = parts.log;
  }

  /** What went wrong first, which may have made others fail; `err` where no statement failed. */
  firstFailure(err: unknown): unknown {
    return this.#firstFailure === undefined ? err : this.#firstFailure.err;
  }

  /**
   * Units of one agency lock several incidents in one transaction, so those of other processes are kept out: they would lock
   * the same ones in another order.
   */
  begin(agencyId: string | null, answersWithinMs: number): void {
    this.#cork();
    // The first statement after a pause finds out whether the path still exists.
    void this.#note(this.#client.query({ text: 'BEGIN', query_timeout: answersWithinMs } as pg.QueryConfig));
    if (agencyId !== null) void this.#note(this.#send(CompiledQuery.raw(LOCK_AGENCY, [agencyId])));
  }

  run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (query.query.kind !== 'SelectQueryNode') this.#writes += 1;
    return this.#note(this.#send<R>(query));
  }

  /** `isOnly`: there is no unit beside it, so its failure ends the transaction. */
  async runUnit(unit: Unit, isOnly: boolean): Promise<void> {
    const tx = new UnitTransaction({
      engine: 'postgres',
      query: this.#query,
      connection: this.#memory,
      log: this.#log,
      takeTurn: unit.takeTurn,
      run: (query) => this.run(query),
    });
    const writesBefore = this.#writes;
    try {
      const value = await unit.run(tx);
      this.#lastRows.addAll(tx.lastRows);
      this.#ended.push({ tx, unit, settle: () => settleStored(tx, unit, value) });
    } catch (err) {
      tx.rolledBack();
      const leftNothing = this.#writes === writesBefore && this.#firstFailure === undefined;
      if (isOnly || !leftNothing) throw new UnitFailed(unit, err);
      this.#ended.push({ tx, unit, settle: () => unit.reject(err) });
    }
  }

  /** Resolves once everything is stored; the units are not told yet. */
  async commit(): Promise<void> {
    const last = this.#lastRows.statements('postgres').map((statement) => this.run(statement));
    this.isCommitSent = true;
    this.#cork();
    const committing = this.#note(this.#client.query('COMMIT'));
    await Promise.allSettled(last);
    const { command } = await committing;
    if (command === 'COMMIT') return;
    // A transaction in which a statement failed ends by a rollback, also where the unit went on after the failure.
    this.isRolledBack = true;
    throw new Error('the unit was rolled back, because a statement in it had failed');
  }

  /** Tells every unit how it ended. */
  settle(): void {
    for (const { settle } of this.#ended) settle();
  }

  /** Undoes what the units changed in memory. */
  undo(): void {
    for (const { tx } of this.#ended.splice(0).reverse()) tx.rolledBack();
  }

  #send<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#cork();
    return runQuery<R>(this.#client, query, statementName(query.sql));
  }

  #note<T>(answer: Promise<T>): Promise<T> {
    answer.catch((err) => {
      this.#firstFailure ??= { err };
    });
    return answer;
  }

  /** What is sent in one turn leaves in one piece. */
  #cork(): void {
    if (this.#isCorked) return;
    const { stream } = (this.#client as unknown as { connection: { stream: { cork(): void; uncork(): void } } })
      .connection;
    this.#isCorked = true;
    stream.cork();
    const uncork = () => {
      this.#isCorked = false;
      stream.uncork();
    };
    process.nextTick(() => queueMicrotask(() => process.nextTick(uncork)));
  }
}

function settleStored(tx: UnitTransaction, unit: Unit, value: unknown): void {
  tx.committed();
  unit.resolve(value);
}
