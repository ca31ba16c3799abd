import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import type pg from 'pg';
import type { Log } from '../../../kernel/log.ts';
import type { ConnectionMemory, Transaction } from '../../database.ts';
import type { Schema } from '../../schema.ts';
import { LastRows, UnitTransaction } from '../../unit-hooks.ts';
import { runQuery } from './connection.ts';
import { statementName } from './statement-names.ts';
import type { Part } from './write-queues.ts';

/** Distinguishes the locks of agencies from others that are taken by a hash. */
const AGENCY_LOCKS = 911_004;
const LOCK_AGENCY = `SELECT pg_advisory_xact_lock(${AGENCY_LOCKS}, hashtext($1))`;
/** Waits for nobody: those that another transaction has locked, by either lock, are not returned. */
const LOCK_FREE_AGENCIES = `SELECT id FROM agencies
  JOIN (SELECT wanted FROM unnest($1::text[]) AS wanted WHERE pg_try_advisory_xact_lock(${AGENCY_LOCKS}, hashtext(wanted)) OFFSET 0)
    AS free ON id = wanted FOR NO KEY UPDATE OF agencies SKIP LOCKED`;
/** Whatever one agency's unit waits for, the others wait as well. */
const SHORT_WAITS = "SELECT set_config('lock_timeout', '100ms', true), set_config('statement_timeout', '1s', true)";

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
 * One transaction of the units of one agency, which run one after the other, or of several agencies, whose parts run at the same
 * time, because none reads or locks what is another's. Statements are handed over without waiting for the answers to those
 * before, so that a unit waits for what it reads alone. A unit that was refused before it wrote anything leaves the rest as it is.
 */
export class GroupTransaction {
  readonly #client: pg.Client;
  readonly #queryOf: (part: number) => Kysely<Schema>;
  readonly #memory: ConnectionMemory;
  readonly #log: Log;
  readonly #isPacking: boolean;
  readonly #ended: Ended[] = [];
  readonly #lastRows = new LastRows();
  readonly #ofGroup: UnitTransaction;
  /** How many statements of each part wrote, and the unit of it that runs. */
  readonly #writes: number[] = [];
  readonly #running: (Unit | undefined)[] = [];
  #isCorked = false;
  #firstFailure: { readonly err: unknown; readonly unit: Unit | undefined } | undefined;
  #unitFailed: UnitFailed | undefined;
  /** From then on nobody but the server knows whether it is stored, unless it says so. */
  isCommitSent = false;
  /** The server has said that nothing of it is stored. */
  isRolledBack = false;

  /** `queryOf` gives each part a Kysely of its own, whose statements come back to `run` under the part's number. */
  constructor(parts: {
    client: pg.Client;
    queryOf: (part: number) => Kysely<Schema>;
    memory: ConnectionMemory;
    log: Log;
    isPacking: boolean;
  }) {
    this.#client = parts.client;
    this.#queryOf = parts.queryOf;
    this.#memory = parts.memory;
    this.#log = parts.log;
    this.#isPacking = parts.isPacking;
    this.#ofGroup = this.#transaction(0);
  }

  /** Which statement failed first, which may have made others fail, and whose it was. */
  get firstFailure(): { readonly err: unknown; readonly unit: Unit | undefined } | undefined {
    return this.#firstFailure;
  }

  /**
   * Units of one agency lock several incidents in one transaction, so those of other processes are kept out: they would lock
   * the same ones in another order. One agency waits for its lock. Of several those take part whose locks are free; the others
   * are returned.
   */
  async begin(parts: readonly Part<Unit>[], answersWithinMs: number): Promise<readonly Part<Unit>[]> {
    this.#cork();
    // The first statement after a pause finds out whether the path still exists.
    void this.#note(this.#client.query({ text: 'BEGIN', query_timeout: answersWithinMs } as pg.QueryConfig));
    const agencyIds = parts.flatMap(({ agencyId }) => agencyId ?? []);
    if (parts.length === 1) {
      if (agencyIds.length === 1) void this.#note(this.#send(CompiledQuery.raw(LOCK_AGENCY, agencyIds)));
      return [];
    }
    void this.#note(this.#send(CompiledQuery.raw(SHORT_WAITS)));
    const { rows } = await this.#note(this.#send<{ id: string }>(CompiledQuery.raw(LOCK_FREE_AGENCIES, [agencyIds])));
    const locked = new Set<string | null>(rows.map(({ id }) => id));
    return parts.filter(({ agencyId }) => !locked.has(agencyId));
  }

  run<R>(query: CompiledQuery, part: number): Promise<QueryResult<R>> {
    // The others of a transaction that is to be undone end as soon as they can.
    if (this.#unitFailed !== undefined) return Promise.reject(this.#unitFailed);
    if (query.query.kind !== 'SelectQueryNode') this.#writes[part] = (this.#writes[part] ?? 0) + 1;
    return this.#note(this.#send<R>(query), this.#running[part]);
  }

  /** Runs every part to its end or to the first failure of any; rejects with `UnitFailed` once nothing runs any more. */
  async runParts(parts: readonly Part<Unit>[]): Promise<void> {
    const isOnly = parts.length === 1 && parts[0]?.units.length === 1;
    await Promise.all(parts.map(({ units }, part) => this.#runPart(units, part, isOnly)));
    if (this.#unitFailed !== undefined) throw this.#unitFailed;
  }

  async #runPart(units: readonly Unit[], part: number, isOnly: boolean): Promise<void> {
    for (const unit of units) {
      if (this.#unitFailed !== undefined) break;
      this.#running[part] = unit;
      await this.#runUnit(unit, part, isOnly);
    }
    this.#running[part] = undefined;
  }

  /** `isOnly`: there is no unit beside it, so its failure ends the transaction. */
  async #runUnit(unit: Unit, part: number, isOnly: boolean): Promise<void> {
    const tx = this.#transaction(part, unit.takeTurn);
    const writesBefore = this.#writes[part];
    try {
      const value = await unit.run(tx);
      this.#lastRows.addAll(tx.lastRows);
      this.#ended.push({ tx, unit, settle: () => settleStored(tx, unit, value) });
    } catch (err) {
      tx.rolledBack();
      const leftNothing = this.#writes[part] === writesBefore && this.#firstFailure === undefined;
      if (!isOnly && leftNothing && this.#unitFailed === undefined)
        this.#ended.push({ tx, unit, settle: () => unit.reject(err) });
      else this.#unitFailed ??= new UnitFailed(unit, err);
    }
  }

  #transaction(part: number, takeTurn?: (agencyId: string) => void): UnitTransaction {
    return new UnitTransaction({
      engine: 'postgres',
      isPacking: this.#isPacking,
      query: this.#queryOf(part),
      connection: this.#memory,
      log: this.#log,
      takeTurn,
      run: (query) => this.run(query, part),
    });
  }

  /** Resolves once everything is stored; the units are not told yet. */
  async commit(): Promise<void> {
    const last: Promise<unknown>[] = [];
    await this.#lastRows.write(this.#ofGroup, (statement) => {
      last.push(this.run(statement, 0));
    });
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
    this.#ofGroup.committed();
    for (const { settle } of this.#ended) settle();
  }

  /** Undoes what the units changed in memory. */
  undo(): void {
    this.#ofGroup.rolledBack();
    for (const { tx } of this.#ended.splice(0).reverse()) tx.rolledBack();
  }

  #send<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#cork();
    return runQuery<R>(this.#client, query, statementName(query.sql));
  }

  #note<T>(answer: Promise<T>, unit?: Unit): Promise<T> {
    answer.catch((err) => {
      this.#firstFailure ??= { err, unit };
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
