/** How often each number of whole seconds was measured. */
export class Distribution {
  readonly #counts = new Map<number, number>();
  #size = 0;

  add(seconds: number, count: number): void {
    this.#counts.set(seconds, (this.#counts.get(seconds) ?? 0) + count);
    this.#size += count;
  }

  get size(): number {
    return this.#size;
  }

  /** The smallest measured one that so many percent do not exceed (the nearest-rank method); null where nothing was measured. */
  percentile(percent: number): number | null {
    const rank = Math.ceil((this.#size * percent) / 100);
    let below = 0;
    for (const [seconds, count] of [...this.#counts].sort(([left], [right]) => left - right)) {
      below += count;
      if (below >= rank) return seconds;
    }
    return null;
  }
}
