import type { Log } from './log.ts';
import type { PartState, Readiness } from './readiness.ts';
import { RetriedFailures, TookTooLong } from './retried-failures.ts';

const DEADLINE_MS = 30_000;
const STALE_AFTER_MS = 10_000;

export interface LoopOptions {
  /** How often it runs. */
  readonly everyMs: number;
  /** A run that takes longer is given up and the next one begins; 30 s unless given. */
  readonly deadlineMs?: number;
  /** False where the server can be sent requests without it. */
  readonly isEssential?: boolean;
}

/** Work that is done again and again, with its age. */
export interface Loop {
  /**
   * Runs once. Rejects with the work's own error, or once the deadline has passed: the signal is then aborted, and what the work does
   * after it may meet the next run.
   */
  run(work: (givenUp: AbortSignal) => Promise<unknown>): Promise<void>;
  /** Logs that a run failed: an error once it has not succeeded for too long, or where it will not pass by itself. */
  failed(err: unknown, message: string): void;
  /** Nothing was to be done: counts as a success. */
  idle(): void;
  /** Takes it out of `/readyz`. */
  end(): void;
}

export interface RepeatedWork extends LoopOptions {
  /** What the log states where a run failed; the next run follows as usual. */
  readonly failure: string;
  /** A run begins no sooner than so long after the one before began; 0 unless given. */
  readonly apartMs?: number;
}

/** Work that is done every so often, and whenever it is asked for: one run at a time. */
export interface RepeatedLoop {
  /** Begins a run, or where one is under way or began too lately has another follow. */
  run(): void;
  /** Begins nothing further and resolves after the run under way. */
  stop(): Promise<void>;
}

/** The background loops of this process: each is a part of `/readyz`, with the seconds since it last succeeded. */
export class Loops {
  readonly #readiness: Readiness;
  readonly #log: Log;

  constructor(parts: { readiness: Readiness; log: Log }) {
    this.#readiness = parts.readiness;
    this.#log = parts.log;
  }

  /** Begins to watch a loop that runs from now on. Its part of `/readyz` is `loop_` and the name. */
  watch(name: string, { everyMs, deadlineMs = DEADLINE_MS, isEssential = true }: LoopOptions): Loop {
    const staleAfterMs = 3 * everyMs + STALE_AFTER_MS;
    const failures = new RetriedFailures(this.#log, staleAfterMs);
    const end = this.#readiness.add(`loop_${name}`, (): PartState => {
      const ageSeconds = Math.round(failures.ageMs / 100) / 10;
      if (!failures.isStale) return { status: 'ready', ageSeconds };
      return { status: isEssential ? 'unavailable' : 'degraded', reason: 'it has not run for too long', ageSeconds };
    });
    const run: Loop['run'] = async (work) => {
      await withDeadline(work, deadlineMs, (late) => this.#log.warn({ loop: name, err: late }, 'a loop is late'));
      failures.succeeded();
    };
    const failed = (err: unknown, message: string) => failures.failed({ err, loop: name }, message);
    return { run, failed, idle: () => failures.succeeded(), end };
  }

  /** As `watch`, with the repeating: runs `work` every `everyMs` from now on, and leaves out a run while the one before is under way. */
  repeat(name: string, { failure, apartMs = 0, ...options }: RepeatedWork, work: () => Promise<unknown>): RepeatedLoop {
    const loop = this.watch(name, options);
    let running: Promise<void> | null = null;
    let isAskedAgain = false;
    let isStopped = false;
    let pause: NodeJS.Timeout | undefined;
    const endPause = () => {
      pause = undefined;
      if (isAskedAgain) begin();
    };
    const begin = () => {
      if (running !== null || pause !== undefined || isStopped) return;
      isAskedAgain = false;
      if (apartMs > 0) pause = setTimeout(endPause, apartMs);
      running = loop
        .run(work)
        .catch((err) => loop.failed(err, failure))
        .finally(() => {
          running = null;
          if (isAskedAgain) begin();
        });
    };
    const timer = setInterval(begin, options.everyMs);
    return {
      run() {
        isAskedAgain = true;
        begin();
      },
      stop: async () => {
        isStopped = true;
        clearInterval(timer);
        clearTimeout(pause);
        loop.end();
        await running;
      },
    };
  }
}

async function withDeadline(work: Parameters<Loop['run']>[0], deadlineMs: number, onLate: (err: Error) => void) {
  const givenUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const err = new TookTooLong(deadlineMs);
      onLate(err);
      givenUp.abort(err);
      reject(err);
    }, deadlineMs);
  });
  try {
    // What the work rejects with after its deadline is its own.
    await Promise.race([work(givenUp.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
