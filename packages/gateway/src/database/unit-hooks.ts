import type { CompiledQuery, Kysely } from 'kysely';
import type { Log } from '../kernel/log.ts';
import type { ConnectionMemory, Engine, RowsWriter, Transaction } from './database.ts';
import type { Schema } from './schema.ts';

/** Rows that are written last, by what writes them, in the order in which each was first asked for. */
export class LastRows {
  readonly #rows = new Map<RowsWriter<unknown>, unknown[]>();

  add<Row>(writer: RowsWriter<Row>, rows: readonly Row[]): void {
    const known = this.#rows.get(writer as RowsWriter<unknown>);
    if (known === undefined) this.#rows.set(writer as RowsWriter<unknown>, [...rows]);
    else for (const row of rows) known.push(row);
  }

  addAll(others: LastRows): void {
    for (const [writer, rows] of others.#rows) this.add(writer, rows);
  }

  /** Writes them in the transaction: `run` is handed every statement in turn. */
  async write(tx: Transaction, run: (statement: CompiledQuery) => unknown): Promise<void> {
    for (const [writer, rows] of this.#rows) {
      for (const statement of await writer(tx, rows)) await run(statement);
    }
  }
}

/** One unit's transaction object with the hooks it registered; the engine calls `committed` or `rolledBack` once. */
export class UnitTransaction implements Transaction {
  readonly engine: Engine;
  readonly isPacking: boolean;
  readonly query: Kysely<Schema>;
  readonly connection: ConnectionMemory;
  readonly lastRows = new LastRows();
  readonly #log: Log;
  readonly #takeTurn: (agencyId: string) => void;
  readonly #run: (query: CompiledQuery) => Promise<unknown>;
  readonly #sent: Promise<unknown>[] = [];
  readonly #undo: (() => void)[] = [];
  readonly #done: (() => void)[] = [];

  constructor(parts: {
    engine: Engine;
    isPacking: boolean;
    query: Kysely<Schema>;
    connection: ConnectionMemory;
    log: Log;
    takeTurn?: ((agencyId: string) => void) | undefined;
    /** Hands the statement over before it returns. */
    run?: (query: CompiledQuery) => Promise<unknown>;
  }) {
    const { query, connection, log, takeTurn = () => {}, run = (sent) => query.executeQuery(sent) } = parts;
    this.engine = parts.engine;
    this.isPacking = parts.isPacking;
    this.query = query;
    this.connection = connection;
    this.#log = log;
    this.#takeTurn = takeTurn;
    this.#run = run;
  }

  takeTurn(agencyId: string): void {
    this.#takeTurn(agencyId);
  }

  send(statement: CompiledQuery): void {
    const sent = this.#run(statement);
    // It rejects for `answered`; until then it is no rejection without a handler.
    sent.catch(() => {});
    this.#sent.push(sent);
  }

  writeLast<Row>(writer: RowsWriter<Row>, rows: readonly Row[]): void {
    this.lastRows.add(writer, rows);
  }

  onRollback(undo: () => void): void {
    this.#undo.push(undo);
  }

  onCommit(done: () => void): void {
    this.#done.push(done);
  }

  /** Rejects with the failure of a statement that was sent. */
  async answered(): Promise<void> {
    for (const sent of this.#sent.splice(0)) await sent;
  }

  committed(): void {
    for (const done of this.#done) this.#call(done);
  }

  /** The last first, each once: a unit that failed by itself may stand in a group whose commit fails as well. */
  rolledBack(): void {
    for (const undo of this.#undo.splice(0).reverse()) this.#call(undo);
  }

  /** What is stored is stored, whatever a hook does: its fault is nobody's answer. */
  #call(hook: () => void): void {
    try {
      hook();
    } catch (err) {
      this.#log.error({ err }, 'a hook of a unit of work failed');
    }
  }
}
