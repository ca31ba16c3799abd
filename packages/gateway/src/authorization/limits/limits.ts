import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Separate allowances, so that no flood of one kind starves another. */
export type LimitClass =
  | 'tokens'
  | 'alerts'
  | 'reads'
  | 'signIns'
  | 'failures'
  | 'names'
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
  readonly limitRefusalRecordsPerMinute: number;
  readonly limitRefusalRecordsInAllPerMinute: number;
}

/** So many at once whatever the rate: a screen that opens asks for several things. */
const AT_ONCE_AT_LEAST = 20;

/** Machines ask all day: what they may ask for at once is some seconds of it, not a minute. */
function ofMachines(perMinute: number, clock: Clock, secondsAtOnce: number): TokenBuckets {
  return new TokenBuckets(perMinute, clock, Math.max(AT_ONCE_AT_LEAST, Math.ceil((perMinute / 60) * secondsAtOnce)));
}

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
