import type { CompiledQuery, Kysely } from 'kysely';
import type { DatabaseFault } from './faults.ts';
import type { Notifier } from './notifier.ts';
import type { Schema } from './schema.ts';

/**
 * One serial sequence of transactions on one connection. `slots` is memory that is true only while that sequence is
 * unbroken: it is emptied when a commit's outcome is unknown (the audit chain keeps its head there).
 */
export interface ConnectionMemory {
  readonly slots: Map<symbol, unknown>;
}

export type Engine = 'sqlite' | 'postgres';

/**
 * The statements that write these rows, at least one row; nobody waits for what each of them returns. The transaction is theirs
 * all: its hooks run once, however many units gave a row.
 */
export type RowsWriter<Row> = (
  tx: Transaction,
  rows: readonly Row[],
) => readonly CompiledQuery[] | Promise<readonly CompiledQuery[]>;

/** One unit of work: all of it becomes durable, or none of it. */
export interface Transaction {
  readonly engine: Engine;
  /** As `Database.isPacking`. */
  readonly isPacking: boolean;
  readonly query: Kysely<Schema>;
  readonly connection: ConnectionMemory;
  /** Runs a statement of which the unit needs no answer, and does not wait for it. Its failure is the unit's. */
  send(statement: CompiledQuery): void;
  /**
   * Writes rows last, together with those of the units that share the commit. Nobody reads them in the transaction before;
   * a failure is the unit's.
   */
  writeLast<Row>(writer: RowsWriter<Row>, rows: readonly Row[]): void;
  /**
   * Call it before the agency's row is locked, where `write` was not given the agency. Where too many of that agency's units
   * are at work the unit is undone and runs again when it is its turn.
   */
  takeTurn(agencyId: string): void;
  /** Runs if this unit does not become durable. Undo memory only; the rows are undone by the engine. */
  onRollback(undo: () => void): void;
  /** Runs after this unit is durable. */
  onCommit(done: () => void): void;
}

/**
 * `none`: the unit locks what is not its agency's alone. `agency`: with units of its agency, one after the other. `agencies`: with
 * those of others as well, at the same time; it locks and writes its agency's rows alone, reads what only its own units write, and
 * takes no lock by a name.
 */
export type Sharing = 'none' | 'agency' | 'agencies';

export interface WriteOptions {
  /**
   * Whose rows the unit locks. The units of one agency wait for each other and hold a bounded share of the connections, so
   * that a lock on its rows delays nobody else. Null where it is of no one agency, such as a token or a sign-in.
   */
  readonly agencyId?: string | null;
  /** With whose units it may share its transaction on PostgreSQL; with those of its agency unless this is given. */
  readonly sharing?: Sharing;
}

/**
 * The database, the same on both engines. A unit passed to `write` awaits nothing but its own queries, because other
 * units wait behind it; on PostgreSQL it may run again, after a deadlock or because a unit beside it failed, so it changes nothing
 * but rows.
 */
export interface Database {
  readonly engine: Engine;
  /**
   * True where rows are written packed, which the version before cannot read: `database/packed`. What is there already is read in
   * either form.
   */
  readonly isPacking: boolean;
  /** Reads committed rows. Never waits for a writer. */
  readonly read: Kysely<Schema>;
  /** As `read`, for the streams: on PostgreSQL by connections of their own, so that many requests at once delay no event. */
  readonly readFollowing: Kysely<Schema>;
  /** As `read`, for learning whose access ended: on PostgreSQL by connections of its own. */
  readonly readAccessChanges: Kysely<Schema>;
  /**
   * As `read`, for what may take longer than a few milliseconds, so that no other work of the process waits for it: on SQLite on a thread
   * of its own, one statement after the other, on PostgreSQL by connections of its own.
   */
  readonly readApart: Kysely<Schema>;
  readonly notifier: Notifier;
  /**
   * Resolves after the unit's commit is on disk; rejects with the unit's own error and nothing written. A fault of the
   * database is `unavailable`, with nothing written, or `outcome_unknown` where a commit was not confirmed. It waits a
   * bounded time for its turn.
   */
  write<T>(unit: (tx: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** How many units of this process wait for their turn to write. */
  writesWaiting(): number;
  /** What the database takes on its disk, its log and indexes included. */
  sizeBytes(): Promise<number>;
  /** Milliseconds since 1970 by the clock that everybody shares who shares this database. */
  readTime(): Promise<number>;
  /** How long ago the connection that carries notifications last answered; absent where there is none. */
  readonly notificationsAgeSeconds?: () => number;
  /** What stands in the way of reading now; null where nothing does. */
  checkReads(): Promise<DatabaseFault | null>;
  /** What stands in the way of writing now; null where nothing does. Writes a probe where nothing was written lately. */
  checkWrites(): Promise<DatabaseFault | null>;
  /**
   * Gives some of the space of removed rows back, no more than a write waits for. False where nothing is left that could be
   * given; what was removed can then not be read in the files. PostgreSQL's own autovacuum does it there.
   */
  giveSpaceBack(): Promise<boolean>;
  /** Writes the whole database anew, without what was removed; nothing else may write meanwhile. */
  compact(): Promise<void>;
  close(): Promise<void>;
}
