import { Worker } from 'node:worker_threads';
import { GUESS_COUNT } from './guess-count.ts';

/** Its lists take 23 MB, which a server that is given no new password gets back. */
const ENDS_AFTER_IDLE_MS = 60_000;

/** The thread apart, for unpacking the lists takes most of a second, and one hostile password up to a fifth of one. */
class GuessThread {
  readonly #worker = new Worker(GUESS_COUNT.place, { workerData: GUESS_COUNT.data });
  readonly #waiting = new Map<number, PromiseWithResolvers<number>>();
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(onEnd: (thread: GuessThread) => void) {
    this.#worker.on('message', ({ id, guessesLog10 }: { id: number; guessesLog10: number }) => {
      this.#waiting.get(id)?.resolve(guessesLog10);
      this.#waiting.delete(id);
      if (this.#waiting.size > 0) return;
      this.#worker.unref();
      this.#idle = setTimeout(() => {
        onEnd(this);
        void this.#worker.terminate();
      }, ENDS_AFTER_IDLE_MS).unref();
    });
    this.#worker.once('error', (fault) => {
      onEnd(this);
      for (const { reject } of this.#waiting.values()) reject(fault);
    });
  }

  count(password: string): Promise<number> {
    clearTimeout(this.#idle);
    this.#worker.ref();
    const answer = Promise.withResolvers<number>();
    this.#asked += 1;
    this.#waiting.set(this.#asked, answer);
    this.#worker.postMessage({ id: this.#asked, password });
    return answer.promise;
  }
}

let current: GuessThread | undefined;

/** How many guesses find it, as a power of ten, by breached passwords, words, rows of keys and repetitions. Never blocks this thread. */
export function guessesLog10(password: string): Promise<number> {
  current ??= new GuessThread((ended) => {
    if (current === ended) current = undefined;
  });
  return current.count(password);
}
