import type { Kysely } from 'kysely';
import type { Log } from '../kernel/log.ts';
import type { ConnectionMemory, Transaction } from './database.ts';
import type { Schema } from './schema.ts';

/** One unit's transaction object with the hooks it registered; the engine calls `committed` or `rolledBack` once. */
export class UnitTransaction implements Transaction {
  readonly query: Kysely<Schema>;
  readonly connection: ConnectionMemory;
  readonly #log: Log;
  readonly #takeTurn: (agencyId: string) => void;
  readonly #undo: (() => void)[] = [];
  readonly #done: (() => void)[] = [];

  constructor(
    query: Kysely<Schema>,
    connection: ConnectionMemory,
    log: Log,
    takeTurn: (agencyId: string) => void = () => {},
  ) {
    this.query = query;
    this.connection = connection;
    this.#log = log;
    this.#takeTurn = takeTurn;
  }

  takeTurn(agencyId: string): void {
    this.#takeTurn(agencyId);
  }

  onRollback(undo: () => void): void {
    this.#undo.push(undo);
  }

  onCommit(done: () => void): void {
    this.#done.push(done);
  }

  committed(): void {
    for (const done of this.#done) this.#run(done);
  }

  /** The last first, each once: a unit that failed by itself may stand in a group whose commit fails as well. */
  rolledBack(): void {
    for (const undo of this.#undo.splice(0).reverse()) this.#run(undo);
  }

  /** What is stored is stored, whatever a hook does: its fault is nobody's answer. */
  #run(hook: () => void): void {
    try {
      hook();
    } catch (err) {
      this.#log.error({ err }, 'a hook of a unit of work failed');
    }
  }
}
