import { LRUCache } from 'lru-cache';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';

/** A size and not a maximum: room for so many is taken only when they come. */
const KEYS_KEPT = 100_000;

interface Bucket {
  tokens: number;
  updatedAt: number;
}

/**
 * An allowance a minute for each key, refilled steadily, of which so much may be taken at once. In memory and for this process: a
 * limit protects the process, it is not a quota. Of very many keys those used last are kept: who is flooded out had not asked
 * for longer than any of 100,000 others. A rate of 0 allows everything.
 */
export class TokenBuckets {
  readonly #perMinute: number;
  readonly #atOnce: number;
  readonly #clock: Clock;
  readonly #buckets = new LRUCache<string, Bucket>({ maxSize: KEYS_KEPT, sizeCalculation: () => 1 });

  /** `atOnce`: how many may be taken in one moment; a minute's worth where it is left out, and never more. */
  constructor(perMinute: number, clock: Clock, atOnce = perMinute) {
    this.#perMinute = perMinute;
    this.#atOnce = Math.min(perMinute, atOnce);
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
    return !this.#buckets.has(key) || this.#refilled(key, this.#clock.elapsed()).tokens >= this.#atOnce;
  }

  /** Gives one back, for an attempt that turned out not to count. */
  refund(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) bucket.tokens = Math.min(this.#atOnce, bucket.tokens + 1);
  }

  /** Fills every bucket whose key begins so. */
  clear(prefix: string): void {
    for (const key of [...this.#buckets.keys()]) if (key.startsWith(prefix)) this.#buckets.delete(key);
  }

  #refilled(key: string, now: number): Bucket {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      const fresh = { tokens: this.#atOnce, updatedAt: now };
      this.#buckets.set(key, fresh);
      return fresh;
    }
    const refill = ((now - bucket.updatedAt) / 60_000) * this.#perMinute;
    bucket.tokens = Math.min(this.#atOnce, bucket.tokens + Math.max(0, refill));
    bucket.updatedAt = now;
    return bucket;
  }
}

/** Separate allowances, so that no flood of one kind starves another. */
export type LimitClass =
  | 'tokens'
  | 'alerts'
  | 'reads'
  | 'signIns'
  | 'failures'
  | 'names'
  | 'signUps'
  | 'refusalRecords'
  | 'refusalRecordsInAll';

/** Allowances a minute; 0 switches one off. */
export interface LimitSettings {
  readonly limitTokensPerMinute: number;
  readonly limitAlertsPerMinute: number;
  readonly limitReadsPerMinute: number;
  readonly limitSignInsPerMinute: number;
  readonly limitFailuresPerMinute: number;
  readonly limitNamesPerMinute: number;
  readonly limitSignUpsPerMinute: number;
  readonly limitRefusalRecordsPerMinute: number;
  readonly limitRefusalRecordsInAllPerMinute: number;
}

/** So many at once whatever the rate: a screen that opens asks for several things. */
const AT_ONCE_AT_LEAST = 20;

/** Machines ask all day: what they may ask for at once is some seconds of it, not a minute. */
function ofMachines(perMinute: number, clock: Clock, secondsAtOnce: number): TokenBuckets {
  return new TokenBuckets(perMinute, clock, Math.max(AT_ONCE_AT_LEAST, Math.ceil((perMinute / 60) * secondsAtOnce)));
}

/**
 * How long a refused sign-in is delayed: whoever asks again as soon as they are refused costs four requests a second on each
 * connection, not hundreds.
 */
const REFUSAL_DELAY_MS = 250;

/** The limits of this process, one set of buckets a class. */
export class Limits {
  readonly #buckets: Record<LimitClass, TokenBuckets>;

  constructor(settings: LimitSettings, clock: Clock) {
    this.#buckets = {
      tokens: ofMachines(settings.limitTokensPerMinute, clock, 5),
      alerts: ofMachines(settings.limitAlertsPerMinute, clock, 2),
      reads: ofMachines(settings.limitReadsPerMinute, clock, 2),
      signIns: new TokenBuckets(settings.limitSignInsPerMinute, clock),
      failures: new TokenBuckets(settings.limitFailuresPerMinute, clock),
      names: new TokenBuckets(settings.limitNamesPerMinute, clock),
      signUps: new TokenBuckets(settings.limitSignUpsPerMinute, clock),
      refusalRecords: new TokenBuckets(settings.limitRefusalRecordsPerMinute, clock),
      refusalRecordsInAll: new TokenBuckets(settings.limitRefusalRecordsInAllPerMinute, clock),
    };
  }

  /** Counts one request of `key`, or refuses it with `too_many_requests` and the seconds to wait. */
  take(limit: LimitClass, key: string): void {
    const retryAfterSeconds = this.#buckets[limit].take(key);
    if (retryAfterSeconds === 0) return;
    throw refuse.tooManyRequests({
      description: `Too many requests; try again in ${retryAfterSeconds} s`,
      logDetail: `limit ${limit} of ${key}`,
      retryAfterSeconds,
    });
  }

  /** Counts one of `key` and returns true, or counts nothing and returns false where its allowance is used up. */
  allows(limit: LimitClass, key: string): boolean {
    return this.#buckets[limit].take(key) === 0;
  }

  /** Resolves after 250 ms: when who has tried to sign in too often may be told so. */
  async delayRefusal(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, REFUSAL_DELAY_MS));
  }

  /** True where `key` has used nothing of its allowance in the last minute. */
  isUntouched(limit: LimitClass, key: string): boolean {
    return this.#buckets[limit].isUntouched(key);
  }

  refund(limit: LimitClass, key: string): void {
    this.#buckets[limit].refund(key);
  }

  clear(limit: LimitClass, prefix: string): void {
    this.#buckets[limit].clear(prefix);
  }
}
