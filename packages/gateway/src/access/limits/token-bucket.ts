import type { Clock } from '../../kernel/clock.ts';

const KEYS_KEPT = 100_000;

interface Bucket {
  tokens: number;
  updatedAt: number;
}

/**
 * An allowance a minute for each key, refilled steadily and never above one minute's worth. In memory and for this
 * process: a limit protects the process, it is not a quota. A rate of 0 allows everything.
 */
export class TokenBuckets {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Takes one and returns 0, or takes nothing and returns the whole seconds after which one will be there. */
  take(key: string): number {
    if (this.#perMinute === 0) return 0;
    const now = this.#clock.elapsed();
    const bucket = this.#refilled(key, now);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / this.#perMinute));
  }

  /** True where nothing of the key's allowance is used. */
  isUntouched(key: string): boolean {
    return !this.#buckets.has(key) || this.#refilled(key, this.#clock.elapsed()).tokens >= this.#perMinute;
  }

  /** Gives one back, for an attempt that turned out not to count. */
  refund(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) bucket.tokens = Math.min(this.#perMinute, bucket.tokens + 1);
  }

  /** Fills every bucket whose key begins so. */
  clear(prefix: string): void {
    for (const key of this.#buckets.keys()) if (key.startsWith(prefix)) this.#buckets.delete(key);
  }

  #refilled(key: string, now: number): Bucket {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      if (this.#buckets.size >= KEYS_KEPT) this.#dropFullest(now);
      const fresh = { tokens: this.#perMinute, updatedAt: now };
      this.#buckets.set(key, fresh);
      return fresh;
    }
    const refill = ((now - bucket.updatedAt) / 60_000) * this.#perMinute;
    bucket.tokens = Math.min(this.#perMinute, bucket.tokens + Math.max(0, refill));
    bucket.updatedAt = now;
    return bucket;
  }

  /** Memory stays bounded under a flood of keys: a bucket untouched for a minute is full and need not be kept. */
  #dropFullest(now: number): void {
    for (const [key, bucket] of this.#buckets) if (now - bucket.updatedAt > 60_000) this.#buckets.delete(key);
    if (this.#buckets.size >= KEYS_KEPT) this.#buckets.clear();
  }
}
