import { setTimeout as pause } from 'node:timers/promises';
import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import pg from 'pg';
import { DomainError } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { ConnectionMemory } from '../../database.ts';
import { CommitInDoubt, type DatabaseFault, EngineFault } from '../../faults.ts';
import type { Schema } from '../../schema.ts';
import type { DatabaseTimeouts } from '../../timeouts.ts';
import { closeInTime, discard, kyselyOnRunner, pipelinedOptions } from './connection.ts';
import { GroupTransaction, type Unit, UnitFailed } from './group-transaction.ts';
import { connectFault, isConnectionAlive, isPlanOutdated, postgresFaultOf } from './postgres-faults.ts';
import type { Part } from './write-queues.ts';

/** Deadlock and serialization failure: the engine rolled the units back and asks for them again. */
const RETRYABLE = new Set(['40P01', '40001']);
const TRIES = 5;
/** The one they were in the way of takes the rows first, or it would be so again. */
const PAUSE_MS = 20;
/** A connection that was lost before the commit was sent: the server undoes the units, and a new connection runs them. */
const CONNECTIONS_A_GROUP = 2;

interface Connected {
  readonly client: pg.Client;
  /** By the number of the part of a transaction whose units use it. */
  readonly queries: Kysely<Schema>[];
}

function faultOf(err: unknown): DatabaseFault | null {
  if (err instanceof CommitInDoubt) return 'lost';
  return err instanceof EngineFault ? err.fault : postgresFaultOf(err);
}

/** A unit that knows a failed statement for a refusal of its own, as of a name that is taken, is told that refusal. */
function refusalOrFault(thrown: unknown, statementErr: unknown): unknown {
  const isEngines = faultOf(statementErr) !== null || isPlanOutdated(statementErr);
  const { code = '' } = statementErr as { code?: string };
  return thrown instanceof DomainError && !isEngines && !RETRYABLE.has(code) ? thrown : statementErr;
}

/** What became of units that ran together. */
export interface Outcome {
  /** Nobody was told how these ended: nothing of them is stored, and they are to run again, of one agency each alone. */
  readonly again: readonly Part<Unit>[];
  /** Those of them that share no transaction with other agencies next time: locked by another transaction, or what failed. */
  readonly apart: readonly string[];
  readonly err?: unknown;
}

interface Failure {
  readonly err: unknown;
  /** Whose it is; absent where nobody knows. */
  readonly unit: Unit | undefined;
}

const unitsOf = (parts: readonly Part<Unit>[]) => parts.flatMap(({ units }) => units);
const agenciesOf = (parts: readonly Part<Unit>[]) => parts.flatMap(({ agencyId }) => agencyId ?? []);

/**
 * One write connection, one transaction at a time. A connection that is lost is opened anew, and the units that were running are
 * run again there, unless their commit was sent: then they are refused, because nobody can know whether the commit arrived.
 */
export class WriteConnection implements ConnectionMemory {
  readonly slots = new Map<symbol, unknown>();
  readonly #databaseUrl: string;
  readonly #timeouts: DatabaseTimeouts;
  readonly #log: Log;
  readonly #isPacking: boolean;
  #connected: Connected | undefined;
  #group: GroupTransaction | undefined;

  constructor(
    databaseUrl: string,
    { timeouts, log, isPacking }: { timeouts: DatabaseTimeouts; log: Log; isPacking: boolean },
  ) {
    this.#databaseUrl = databaseUrl;
    this.#timeouts = timeouts;
    this.#log = log;
    this.#isPacking = isPacking;
  }

  /**
   * Runs the units in one transaction and tells each how it ended, but for those that are to run again: where one of several
   * agencies failed or was locked, that is nobody's refusal yet.
   */
  async run(parts: readonly Part<Unit>[]): Promise<Outcome> {
    let connections = 1;
    for (let attempt = 1; ; attempt += 1) {
      let connected: Connected;
      try {
        connected = await this.#connect();
      } catch (err) {
        return this.#refuse(parts, { err, unit: undefined });
      }
      const { left, failure } = await this.#runOnce(connected, parts);
      if (failure === undefined) return { again: left, apart: agenciesOf(left) };
      const { err } = failure;
      if ((postgresFaultOf(err) === 'lost' || isPlanOutdated(err)) && connections < CONNECTIONS_A_GROUP) {
        connections += 1;
        continue;
      }
      if (parts.length === 1 && attempt < TRIES && RETRYABLE.has((err as { code?: string }).code ?? '')) {
        await pause(attempt * PAUSE_MS);
        continue;
      }
      return this.#refuse(parts, failure);
    }
  }

  /** One that the path or the server failed is refused; where another unit may be the cause, each runs alone. */
  #refuse(parts: readonly Part<Unit>[], { err, unit: failed }: Failure): Outcome {
    const fault = faultOf(err);
    const units = unitsOf(parts);
    if (units.length === 1 || (fault !== null && !isConnectionAlive(err))) {
      for (const unit of units) unit.reject(err);
      return { again: [], apart: [], err };
    }
    if (parts.length > 1) {
      const ofFailed = parts.filter((part) => failed !== undefined && part.units.includes(failed));
      return { again: parts, apart: agenciesOf(ofFailed.length === 0 ? parts : ofFailed) };
    }
    if (fault === null || failed === undefined) return { again: parts, apart: [], err };
    failed.reject(err);
    const again = parts.map((part) => ({ ...part, units: part.units.filter((unit) => unit !== failed) }));
    return { again, apart: [], err };
  }

  async #runOnce(
    { client, queries }: Connected,
    parts: readonly Part<Unit>[],
  ): Promise<{ left: readonly Part<Unit>[]; failure?: Failure }> {
    const queryOf = (part: number) => {
      queries[part] ??= kyselyOnRunner((query) => this.#runInGroup(query, part));
      return queries[part];
    };
    const group = new GroupTransaction({
      ...{ client, queryOf, memory: this, log: this.#log },
      isPacking: this.#isPacking,
    });
    this.#group = group;
    let left: readonly Part<Unit>[] = [];
    try {
      left = await group.begin(parts, this.#timeouts.connectMs);
      await group.runParts(left.length === 0 ? parts : parts.filter((part) => !left.includes(part)));
      await group.commit();
    } catch (thrown) {
      const failure = await this.#failureOf(client, group, thrown);
      group.undo();
      // The connection is gone, so the commit may have arrived after all: nothing that was true on it is trusted.
      if (this.#connected?.client !== client) this.slots.clear();
      return { left, failure };
    }
    group.settle();
    return { left };
  }

  /** Ends the transaction that failed. The first statement that failed may have made another unit fail than its own. */
  async #failureOf(client: pg.Client, group: GroupTransaction, thrown: unknown): Promise<Failure> {
    const { firstFailure } = group;
    const [cause, unit] = thrown instanceof UnitFailed ? [thrown.cause, thrown.unit] : [thrown, undefined];
    const err = await this.#rollBack(client, group, firstFailure === undefined ? cause : firstFailure.err);
    if (firstFailure?.unit !== undefined && firstFailure.unit !== unit) return { err, unit: firstFailure.unit };
    return { err: unit === undefined ? err : refusalOrFault(cause, err), unit };
  }

  /** Undoes the transaction and returns what its failure is. A connection that cannot go on is dropped, and the server undoes it. */
  async #rollBack(client: pg.Client, group: GroupTransaction, err: unknown): Promise<unknown> {
    const fault = postgresFaultOf(err);
    const isUsable = fault === null || isConnectionAlive(err);
    const isEnded = group.isCommitSent && !group.isRolledBack;
    if (!isUsable || isEnded || isPlanOutdated(err)) this.drop(client);
    else if (!group.isRolledBack) await client.query('ROLLBACK').catch(() => this.drop(client));
    return group.isCommitSent && !isUsable ? new CommitInDoubt(err) : err;
  }

  async #connect(): Promise<Connected> {
    if (this.#connected !== undefined) return this.#connected;
    const client = new pg.Client(pipelinedOptions(this.#databaseUrl, this.#timeouts));
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    try {
      await client.connect();
    } catch (err) {
      discard(client);
      throw connectFault(err);
    }
    this.#connected = { client, queries: [] };
    return this.#connected;
  }

  #runInGroup<R>(query: CompiledQuery, part: number): Promise<QueryResult<R>> {
    if (this.#group === undefined) return Promise.reject(new Error('a statement of no unit of work'));
    return this.#group.run<R>(query, part);
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
