import { SallyportError } from './error.ts';
import type { Call, Resend } from './transport.ts';
import { untilAborted } from './until-aborted.ts';

/** How often and how long a call is sent again. */
export interface RetryOptions {
  /** Over all attempts of a call that states none of its own. */
  readonly deadlineMs?: number | undefined;
  /** The first wait is up to this, each next up to twice the one before. */
  readonly firstWaitMs?: number;
  readonly longestWaitMs?: number;
  /** Stands in for the global timers and randomness. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

const DEADLINE_MS = 30_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** A platform's timer of more than this fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Sends a call again until it succeeds, is refused for good, or its deadline passes: with random waits that double, never
 * sooner than `Retry-After` says. 429 is always sent again, because it was not done; a failure to reach the server, an
 * answer that is not JSON, 408 and 5xx only where repeating does no harm. The last refusal is thrown where none succeeds;
 * one whose `Retry-After` lies beyond the deadline is thrown at once.
 */
export function retrying(options: RetryOptions = {}): Resend {
  const { firstWaitMs = FIRST_WAIT_MS, longestWaitMs = LONGEST_WAIT_MS } = options;
  const { wait = pause, random = Math.random } = options;
  return async (call, attempt) => {
    const deadline = new Deadline(call.deadlineMs ?? options.deadlineMs ?? DEADLINE_MS, call.signal);
    let refusal: SallyportError | null = null;
    try {
      for (let failures = 0; ; failures += 1) {
        try {
          return await untilAborted(attempt(deadline.signal), deadline.signal);
        } catch (error) {
          if (call.signal?.aborted === true) throw call.signal.reason;
          // What an earlier attempt was refused by says more than that the time is over.
          if (deadline.signal.aborted) throw refusal ?? error;
          if (!(error instanceof SallyportError) || !mayRepeat(call, error)) throw error;
          refusal = error;
          const backoff = Math.min(longestWaitMs, firstWaitMs * 2 ** failures) * (0.5 + random() / 2);
          const ms = Math.max(backoff, (error.retryAfterSeconds ?? 0) * 1000);
          if (ms >= deadline.remainingMs()) throw error;
          await wait(ms, deadline.signal).catch(() => {});
        }
      }
    } finally {
      deadline.end();
    }
  };
}

/** Waits, for 24 days at most, or ends with the signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', end);
        resolve();
      },
      Math.min(ms, LONGEST_TIMER_MS),
    );
    signal?.addEventListener('abort', end, { once: true });
  });
}

/** What another attempt would find as it is. */
const LASTING = new Set(['not_configured', 'invalid_key', 'redirected', 'answer_too_large', 'untrusted_certificate']);

function mayRepeat(call: Call, { status, code }: SallyportError): boolean {
  if (status === 429) return true;
  const isPassing = status === 0 || status === 408 || status >= 500 || code === 'unreadable_answer';
  return isPassing && isRepeatable(call) && !LASTING.has(code) && status !== 501;
}

function isRepeatable({ isRepeatable, method, headers }: Call): boolean {
  return isRepeatable ?? (method === 'GET' || headers?.['idempotency-key'] !== undefined);
}

/** A signal that ends with the caller's, or when its time is over. `AbortSignal.any` is newer than the browsers this runs in. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #endsAt: number;
  /** None where the time is longer than any program waits, as Infinity is. */
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #follow = () => this.#controller.abort(this.#caller?.reason);

  constructor(ms: number, caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#endsAt = performance.now() + ms;
    if (!(ms > LONGEST_TIMER_MS)) this.#timer = setTimeout(() => this.#controller.abort(tooLate(ms)), ms);
    if (caller?.aborted === true) this.#follow();
    caller?.addEventListener('abort', this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#follow);
  }
}

function tooLate(ms: number): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'deadline_passed',
    detail: `No answer came within ${ms} ms.`,
    requestId: null,
    retryAfterSeconds: null,
  });
}
