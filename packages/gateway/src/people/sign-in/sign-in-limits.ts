import type { Origin } from '../../kernel/origin.ts';

/** Allowances of sign-ins: `signIns` a name and place, `names` and `failures` a source over all names, `signUps` a source. */
export type SignInLimit = 'signIns' | 'names' | 'failures' | 'signUps';

/** Counts sign-ins in this process. */
export interface SignInLimits {
  /** Counts one of `key`, or refuses it with `too_many_requests` and the seconds to wait. */
  take(limit: SignInLimit, key: string): void;
  refund(limit: SignInLimit, key: string): void;
  /** True where `key` has used nothing of its allowance in the last minute. */
  isUntouched(limit: SignInLimit, key: string): boolean;
  /** Resolves when who has asked too often may be told so. */
  delayRefusal(): Promise<void>;
}

/** What of strangers' refusals is recorded. */
export interface StrangerAllowance {
  /** What the record adds to its detail, or null where it is left out. */
  take(origin: Origin): object | null;
}
