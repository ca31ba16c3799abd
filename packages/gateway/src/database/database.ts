import type { Kysely } from 'kysely';
import type { Doorbell } from './doorbell.ts';
import type { Schema } from './schema.ts';

/**
 * One serial sequence of transactions on one connection. `slots` is memory that is true only while that sequence is
 * unbroken: it is emptied when a commit's outcome is unknown (the audit chain keeps its head there).
 */
export interface Lane {
  readonly slots: Map<symbol, unknown>;
}

/** One unit of work: all of it becomes durable, or none of it. */
export interface Transaction {
  readonly query: Kysely<Schema>;
  readonly lane: Lane;
  /** Runs if this unit does not become durable. Undo memory only; the rows are undone by the engine. */
  onRollback(undo: () => void): void;
  /** Runs after this unit is durable. */
  onCommit(done: () => void): void;
}

/**
 * The database, the same on both engines. A unit passed to `write` awaits nothing but its own queries, because other
 * units wait behind it; it may run again after a deadlock on PostgreSQL, so it changes nothing but rows.
 */
export interface Database {
  readonly engine: 'sqlite' | 'postgres';
  /** Reads committed rows. Never waits for a writer. */
  readonly read: Kysely<Schema>;
  readonly doorbell: Doorbell;
  /** Resolves after the unit's commit is on disk; rejects with the unit's own error and nothing written. */
  write<T>(unit: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Resolves where the database answers. */
  isReachable(): Promise<void>;
  close(): Promise<void>;
}
