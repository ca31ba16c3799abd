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

/** Deadlock and serialization failure: the engine rolled the units back and asks for them again. */
const RETRYABLE = new Set(['40P01', '40001']);
const TRIES = 5;
/** The one they were in the way of takes the rows first, or it would be so again. */
const PAUSE_MS = 20;
/** A connection that was lost before the commit was sent: the server undoes the units, and a new connection runs them. */
const CONNECTIONS_A_GROUP = 2;

interface Connected {
  readonly client: pg.Client;
  readonly query: Kysely<Schema>;
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
  /** Nobody was told how these ended: nothing of them is stored, and each is to run alone. */
  readonly again: readonly Unit[];
  readonly err?: unknown;
}

/**
 * One write connection, one transaction at a time. A connection that is lost is opened anew, and the units that were running are
 * run again there, unless their commit was sent: then they are refused, because nobody can know whether the commit arrived.
 */
export class WriteConnection implements ConnectionMemory {
  readonly slots = new Map<symbol, unknown>();
  readonly #databaseUrl: string;
  readonly #timeouts: DatabaseTimeouts;
  readonly #log: Log;
  #connected: Connected | undefined;
  #group: GroupTransaction | undefined;

  constructor(databaseUrl: string, { timeouts, log }: { timeouts: DatabaseTimeouts; log: Log }) {
    this.#databaseUrl = databaseUrl;
    this.#timeouts = timeouts;
    this.#log = log;
  }

  /** Runs the units in one transaction, one after the other, and tells each how it ended, but for those that are to run again. */
  async run(units: readonly Unit[], agencyId: string | null): Promise<Outcome> {
    let connections = 1;
    for (let attempt = 1; ; attempt += 1) {
      let connected: Connected;
      try {
        connected = await this.#connect();
      } catch (err) {
        return this.#refuse(units, undefined, err);
      }
      const failure = await this.#runOnce(connected, units, agencyId);
      if (failure === undefined) return { again: [] };
      const { err, unit } = failure;
      if (attempt < TRIES && RETRYABLE.has((err as { code?: string }).code ?? '')) {
        await pause(attempt * PAUSE_MS);
        continue;
      }
      if ((postgresFaultOf(err) === 'lost' || isPlanOutdated(err)) && connections < CONNECTIONS_A_GROUP) {
        connections += 1;
        continue;
      }
      return this.#refuse(units, unit, err);
    }
  }

  /** One that the path or the server failed is refused; where another unit may be the cause, each runs alone. */
  #refuse(units: readonly Unit[], failed: Unit | undefined, err: unknown): Outcome {
    const fault = faultOf(err);
    if (units.length === 1 || (fault !== null && !isConnectionAlive(err))) {
      for (const unit of units) unit.reject(err);
      return { again: [], err };
    }
    if (fault === null || failed === undefined) return { again: units, err };
    failed.reject(err);
    return { again: units.filter((unit) => unit !== failed), err };
  }

  async #runOnce(
    { client, query }: Connected,
    units: readonly Unit[],
    agencyId: string | null,
  ): Promise<{ err: unknown; unit: Unit | undefined } | undefined> {
    const group = new GroupTransaction({ client, query, memory: this, log: this.#log });
    this.#group = group;
    try {
      group.begin(agencyId, this.#timeouts.connectMs);
      for (const unit of units) await group.runUnit(unit, units.length === 1);
      await group.commit();
    } catch (failure) {
      const isOfUnit = failure instanceof UnitFailed;
      const first = group.firstFailure(isOfUnit ? failure.cause : failure);
      const ended = await this.#rollBack(client, group, first);
      const err = isOfUnit ? refusalOrFault(failure.cause, ended) : ended;
      group.undo();
      // The connection is gone, so the commit may have arrived after all: nothing that was true on it is trusted.
      if (this.#connected?.client !== client) this.slots.clear();
      return { err, unit: isOfUnit ? failure.unit : undefined };
    }
    group.settle();
    return undefined;
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
    this.#connected = { client, query: kyselyOnRunner((query) => this.#runInGroup(query)) };
    return this.#connected;
  }

  #runInGroup<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#group === undefined) return Promise.reject(new Error('a statement of no unit of work'));
    return this.#group.run<R>(query);
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
