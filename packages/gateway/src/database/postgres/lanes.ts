import type { Transaction } from '../database.ts';
import { PostgresLane } from './lane.ts';

/** Gives each unit to a free lane, first come first served; the rest wait in order. */
export class PostgresLanes {
  readonly #lanes: readonly PostgresLane[];
  readonly #free: PostgresLane[];
  readonly #waiting: ((lane: PostgresLane) => void)[] = [];

  constructor(databaseUrl: string, count: number) {
    this.#lanes = Array.from({ length: count }, () => new PostgresLane(databaseUrl));
    this.#free = [...this.#lanes];
  }

  async submit<T>(unit: (tx: Transaction) => Promise<T>): Promise<T> {
    const lane = this.#free.pop() ?? (await new Promise<PostgresLane>((resolve) => this.#waiting.push(resolve)));
    try {
      return await lane.run(unit);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(lane);
      else next(lane);
    }
  }

  /** Ends every connection once the units that hold them are settled. */
  async close(): Promise<void> {
    while (this.#free.length < this.#lanes.length) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}
