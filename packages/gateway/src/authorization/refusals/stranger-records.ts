import { LRUCache } from 'lru-cache';
import { addressKey } from '../../kernel/address.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Limits } from '../limits/limits.ts';

const ADDRESSES_KEPT = 10_000;
/** One allowance for all of them, whatever addresses they come from. */
const ALL = 'all strangers';

/** What the next record has to state of those before it that were left out. */
export interface LeftOut {
  /** Of the same address. */
  readonly notRecorded?: number;
  /** Of addresses that are not kept any more. */
  readonly notRecordedElsewhere?: number;
}

/**
 * How many audit records callers without proof of who they are may cause: an allowance a minute for each address and one for
 * all of them, so that no flood fills the disk that proves it. What is left out is counted, and the next record of that
 * address has the count.
 */
export class StrangerRecords {
  readonly #limits: Limits;
  readonly #leftOut: LRUCache<string, number>;
  #elsewhere = 0;

  constructor({ limits }: { limits: Limits }) {
    this.#limits = limits;
    this.#leftOut = new LRUCache({
      maxSize: ADDRESSES_KEPT,
      sizeCalculation: () => 1,
      dispose: (count, _, reason) => {
        if (reason === 'evict') this.#elsewhere += count;
      },
    });
  }

  /** What the record of this request adds to its detail, or null where it may not be written and was counted instead. */
  take({ source }: Pick<Origin, 'source'>): LeftOut | null {
    const key = addressKey(source);
    const mayRecord = this.#limits.allows('refusalRecords', key) && this.#limits.allows('refusalRecordsInAll', ALL);
    const leftOut = this.#leftOut.get(key);
    if (!mayRecord) {
      this.#leftOut.set(key, (leftOut ?? 0) + 1);
      return null;
    }
    this.#leftOut.delete(key);
    const elsewhere = this.#elsewhere;
    this.#elsewhere = 0;
    return {
      ...(leftOut !== undefined && { notRecorded: leftOut }),
      ...(elsewhere > 0 && { notRecordedElsewhere: elsewhere }),
    };
  }
}
