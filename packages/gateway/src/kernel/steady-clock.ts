import type { Clock } from './clock.ts';

/**
 * The time of this process: as it was at the start, and what has passed since, by a clock that nobody sets. Where the
 * machine's clock is set, forth or back, nothing happens here until `set` is called.
 */
export class SteadyClock implements Clock {
  readonly #elapsed: () => number;
  #offset: number;

  /** Of the machine's own clocks, unless a test gives others. */
  constructor({ now, elapsed } = { now: Date.now, elapsed: () => performance.now() }) {
    this.#elapsed = elapsed;
    this.#offset = now() - elapsed();
  }

  now(): number {
    return Math.floor(this.#elapsed() + this.#offset);
  }

  elapsed(): number {
    return this.#elapsed();
  }

  /** It was `now` when `elapsed` was that. */
  set(now: number, elapsed: number): void {
    this.#offset = now - elapsed;
  }
}
