import { DomainError } from './errors.ts';
import type { Log } from './log.ts';

type Failure = { readonly err: unknown } & Record<string, unknown>;

/** Failures that pass without anybody's help: the database is slow, locked or away for now. */
const PASSING = new Set(['unavailable', 'outcome_unknown']);

/** The next try does what this one left. */
export class PassingFailure extends Error {}

/** The work was given up, and may be done all the same. */
export class TookTooLong extends PassingFailure {
  constructor(milliseconds: number) {
    super(`not done within ${milliseconds} ms`);
    this.name = 'TookTooLong';
  }
}

/** True where nobody has to do anything about it: the next try succeeds, or `/readyz` states what is wrong. */
export const isPassing = (err: unknown) =>
  err instanceof PassingFailure || (err instanceof DomainError && PASSING.has(err.code));

/**
 * Logs the failure of work that is tried again by itself. An error in the log is what an operator must act on: a failure that
 * passes is a warning, which `/readyz` and the metrics state while it lasts; every other one is an error.
 */
export function logRetried(log: Log, failure: Failure, message: string): void {
  log[isPassing(failure.err) ? 'warn' : 'error'](failure, message);
}

/**
 * The failures of work that runs again and again. As `logRetried`, and a failure that does not pass is an error as well: once
 * the work has not succeeded for longer than `staleAfterMs`, once until it succeeds.
 */
export class RetriedFailures {
  readonly #log: Log;
  readonly #staleAfterMs: number;
  #succeededAt = performance.now();
  #isStated = false;

  constructor(log: Log, staleAfterMs: number) {
    this.#log = log;
    this.#staleAfterMs = staleAfterMs;
  }

  /** Milliseconds since it last succeeded. */
  get ageMs(): number {
    return performance.now() - this.#succeededAt;
  }

  get isStale(): boolean {
    return this.ageMs > this.#staleAfterMs;
  }

  succeeded(): void {
    this.#succeededAt = performance.now();
    this.#isStated = false;
  }

  failed(failure: Failure, message: string): void {
    if (!this.isStale || this.#isStated || !isPassing(failure.err)) {
      logRetried(this.#log, failure, message);
      return;
    }
    this.#isStated = true;
    const seconds = Math.round(this.ageMs / 1000);
    this.#log.error({ ...failure, ageSeconds: seconds }, `${message}; it has not succeeded for ${seconds} s`);
  }
}
