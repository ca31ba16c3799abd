import type { Kysely } from 'kysely';
import type { Lane, Transaction } from './database.ts';
import type { Schema } from './schema.ts';

/** One unit's transaction object with the hooks it registered; the engine calls `committed` or `rolledBack` once. */
export class UnitTransaction implements Transaction {
  readonly query: Kysely<Schema>;
  readonly lane: Lane;
  readonly #undo: (() => void)[] = [];
  readonly #done: (() => void)[] = [];

  constructor(query: Kysely<Schema>, lane: Lane) {
    this.query = query;
    this.lane = lane;
  }

  onRollback(undo: () => void): void {
    this.#undo.push(undo);
  }

  onCommit(done: () => void): void {
    this.#done.push(done);
  }

  committed(): void {
    for (const done of this.#done) done();
  }

  /** The last first, each once: a unit that failed by itself may stand in a group whose commit fails as well. */
  rolledBack(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}
