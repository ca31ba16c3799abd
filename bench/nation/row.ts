import type { Spreads } from './latencies.ts';

/** What became of one kind of work, or of one kind of listening. */
export interface Row {
  readonly title: string;
  readonly asked: number;
  readonly done: number;
  /** Answered with something else than 2xx, by its status; 0 is no answer. */
  readonly refused: Readonly<Record<number, number>>;
  readonly lost: number;
  readonly doubled: number;
  readonly spreads: Spreads;
}
