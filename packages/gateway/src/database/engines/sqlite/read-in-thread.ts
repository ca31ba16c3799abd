import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { isMainThread, type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';

/** Pages kept, as on every connection of ours. */
const CACHE_KIBIBYTES = 16_000;
/** Searches differ by how many words they have, and so by their statements. */
const STATEMENTS_KEPT = 100;

/** What the thread is started with. */
export interface ThreadData {
  readonly role: 'read-sqlite';
  readonly path: string;
  /** How long a statement waits for another program's lock. */
  readonly waitMs: number;
}

/** A statement to run, and what it was given. */
export interface ThreadQuestion {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Its rows, or what SQLite's error states: an error that is sent to another thread loses its codes. */
export type ThreadAnswer = { readonly id: number } & (
  | { readonly rows: readonly unknown[] }
  | { readonly message: string; readonly codes: { readonly code?: string; readonly errcode?: number } }
);

/** The thread that reads starts here, told so by its data; elsewhere this file does nothing. */
export const READ_THREAD = { place: new URL(import.meta.url), role: 'read-sqlite' } as const;

function serve(port: MessagePort, { path, waitMs }: ThreadData): void {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: waitMs });
  connection.exec(`PRAGMA cache_size = -${CACHE_KIBIBYTES}`);
  const statements = new LRUCache<string, StatementSync>({ max: STATEMENTS_KEPT });
  const prepared = (sql: string) => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const answerTo = ({ id, sql, parameters }: ThreadQuestion): ThreadAnswer => {
    try {
      return { id, rows: prepared(sql).all(...(parameters as SQLInputValue[])) };
    } catch (err) {
      const { message, code, errcode } = err as { message: string; code?: string; errcode?: number };
      return { id, message, codes: { ...(code !== undefined && { code }), ...(errcode !== undefined && { errcode }) } };
    }
  };
  port.on('message', (question: ThreadQuestion) => port.postMessage(answerTo(question)));
}

if (!isMainThread && parentPort !== null && (workerData as ThreadData | null)?.role === READ_THREAD.role) {
  serve(parentPort, workerData as ThreadData);
}
