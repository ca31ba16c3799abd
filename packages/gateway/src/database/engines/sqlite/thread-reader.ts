import { Worker } from 'node:worker_threads';
import type { CompiledQuery, DatabaseConnection, Kysely, QueryResult } from 'kysely';
import { storableParameters } from '../../../kernel/text.ts';
import { EngineFault } from '../../faults.ts';
import type { Schema } from '../../schema.ts';
import { kyselyThrough } from './connection.ts';
import { READ_THREAD, type ThreadAnswer, type ThreadData, type ThreadQuestion } from './read-in-thread.ts';

const CLOSED = 'the database was closed';
/** A search waits with one statement at a time, so as many searches at once; at 30 ms each the last one waits for three seconds. */
export const WAITING_AT_MOST = 100;

/**
 * Reads committed rows on a thread of its own, one statement after the other, so that a long one delays no other work of the process.
 * The thread starts with the first statement. Refuses with `busy` what comes while 100 wait.
 */
export class ThreadReader {
  readonly query: Kysely<Schema>;
  readonly #data: ThreadData;
  readonly #toError: (err: unknown) => unknown;
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, PromiseWithResolvers<readonly unknown[]>>();
  #asked = 0;
  #isClosed = false;

  constructor(path: string, { waitMs, toError }: { waitMs: number; toError: (err: unknown) => unknown }) {
    this.#data = { role: READ_THREAD.role, path, waitMs };
    this.#toError = toError;
    const connection: DatabaseConnection = {
      executeQuery: <R>(query: CompiledQuery) => this.#run<R>(query),
      async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
        yield await connection.executeQuery<R>(query);
      },
    };
    this.query = kyselyThrough(connection);
  }

  async #run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#isClosed) throw this.#toError(new EngineFault('lost', CLOSED));
    if (this.#waiting.size >= WAITING_AT_MOST) {
      throw this.#toError(new EngineFault('busy', 'too many statements wait for the thread that reads'));
    }
    this.#worker ??= this.#start();
    this.#worker.ref();
    const answer = Promise.withResolvers<readonly unknown[]>();
    this.#asked += 1;
    this.#waiting.set(this.#asked, answer);
    const question: ThreadQuestion = { id: this.#asked, sql, parameters: storableParameters(parameters) };
    this.#worker.postMessage(question);
    try {
      return { rows: (await answer.promise) as R[] };
    } catch (err) {
      throw this.#toError(err);
    }
  }

  #start(): Worker {
    const worker = new Worker(READ_THREAD.place, { workerData: this.#data });
    worker.on('message', (answer: ThreadAnswer) => {
      const asked = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (this.#waiting.size === 0) worker.unref();
      if ('rows' in answer) asked?.resolve(answer.rows);
      else asked?.reject(Object.assign(new Error(answer.message), answer.codes));
    });
    worker.once('error', (err) => this.#end(worker, err));
    worker.once('exit', () => this.#end(worker, new EngineFault('lost', 'the thread that reads has ended')));
    return worker;
  }

  /** What waits for that thread is rejected; the next statement starts another one. */
  #end(worker: Worker | undefined, reason: unknown): void {
    // A thread that failed exits after its error, when another one may be at work.
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  /** Refuses what waits, and ends the thread and its connection once the statement is done that runs. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#end(worker, new EngineFault('lost', CLOSED));
    await worker?.terminate();
  }
}
