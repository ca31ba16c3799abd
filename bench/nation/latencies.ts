import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Phase } from './hour.ts';

/** Milliseconds that half and 99 in 100 took at most; null where nothing was measured. */
export interface Spread {
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
}

export type Spreads = Partial<Record<Phase['name'], Spread>>;

const MICROSECONDS = 1_000;

/** Latencies by phase, in three digits. */
export class Latencies {
  readonly #phases = new Map<Phase['name'], RecordableHistogram>();

  add(phase: Phase['name'], milliseconds: number): void {
    let histogram = this.#phases.get(phase);
    if (histogram === undefined) {
      histogram = createHistogram({ figures: 3 });
      this.#phases.set(phase, histogram);
    }
    histogram.record(Math.max(1, Math.round(milliseconds * MICROSECONDS)));
  }

  spreads(): Spreads {
    const spread = (histogram: RecordableHistogram): Spread => ({
      count: histogram.count,
      p50: histogram.percentile(50) / MICROSECONDS,
      p99: histogram.percentile(99) / MICROSECONDS,
    });
    return Object.fromEntries([...this.#phases].map(([phase, histogram]) => [phase, spread(histogram)]));
  }
}
