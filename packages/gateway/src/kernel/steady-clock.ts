import type { Clock } from './clock.ts';

/**
 * The time of this process: as it was at the start, and what has passed since, by a clock that nobody sets. Where the
 * machine's clock is set, forth or back, nothing happens here until `set` is called.
 */
export class SteadyClock implements Clock {
  #offset = Date.now() - performance.now();

  now(): number {
    return Math.floor(performance.now() + this.#offset);
  }

  elapsed(): number {
    return performance.now();
  }

  /** It was `now` when `elapsed` was that. */
  set(now: number, elapsed: number): void {
    this.#offset = now - elapsed;
  }
}
