import { monotonicMs } from '../../sockets/receiving.ts';
import type { Phase } from '../hour.ts';
import { Latencies } from '../latencies.ts';
import type { Row } from '../row.ts';
import { Refused } from './asker.ts';
import type { Faults, Work } from './work.ts';
import type { World } from './world.ts';

/** Statuses whose first answer is shown, so that a refusal says why. */
export type Refusals = Map<number, string>;

/** One kind of work as it is asked for and answered. */
export class Tally implements Faults {
  readonly work: Work;
  #asked = 0;
  #done = 0;
  #lost = 0;
  #doubled = 0;
  readonly #refused: Record<number, number> = {};
  readonly #latencies = new Latencies();
  readonly #reasons: Refusals;
  readonly #pending = new Set<Promise<void>>();

  constructor(work: Work, reasons: Refusals) {
    this.work = work;
    this.#reasons = reasons;
  }

  lost(count = 1): void {
    this.#lost += count;
  }

  doubled(count = 1): void {
    this.#doubled += count;
  }

  /** Starts it once. Latency is counted from when it was due, so a stall shows in everything it delayed. */
  start(world: World, dueAt: number, phase: Phase['name']): void {
    const performing = this.work.perform(world, dueAt, this);
    if (performing === null) return;
    this.#asked += 1;
    const finishing: Promise<void> = performing
      .then(
        () => {
          this.#done += 1;
          this.#latencies.add(phase, monotonicMs() - dueAt);
        },
        (err: unknown) => this.#refuse(err),
      )
      .finally(() => this.#pending.delete(finishing));
    this.#pending.add(finishing);
  }

  #refuse(err: unknown): void {
    const status = err instanceof Refused ? err.status : 0;
    this.#refused[status] = (this.#refused[status] ?? 0) + 1;
    if (!this.#reasons.has(status)) this.#reasons.set(status, err instanceof Error ? err.message : String(err));
  }

  get asked(): number {
    return this.#asked;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Resolves once everything that was asked has been answered or given up. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  row(): Row {
    return {
      title: this.work.title,
      asked: this.#asked,
      done: this.#done,
      refused: this.#refused,
      lost: this.#lost,
      doubled: this.#doubled,
      spreads: this.#latencies.spreads(),
    };
  }
}
