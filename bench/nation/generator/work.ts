import type { WorkKind } from '../hour.ts';
import type { World } from './world.ts';

/** What was done twice, or was not there although it had been acknowledged. */
export interface Faults {
  lost(count?: number): void;
  doubled(count?: number): void;
}

/** One kind of work, in a file of its own. */
export interface Work {
  readonly kind: WorkKind;
  /** Its row in the table. */
  readonly title: string;
  /**
   * Does it once; `dueAt` is stated in what it writes. Null where there is nothing to do it with yet, such as an alert to answer.
   * Rejects where an answer is not 2xx, or none comes.
   */
  perform(world: World, dueAt: number, faults: Faults): Promise<void> | null;
}
