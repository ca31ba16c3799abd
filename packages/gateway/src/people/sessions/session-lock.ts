import { refuse } from '../../kernel/errors.ts';
import type { SecurityPolicy } from '../policies/policy.ts';

/** Why a session takes nothing but a factor: the last one was shown too long ago, or nobody used the page for too long. */
export type LockReason = 'recheck' | 'idle';

/** When a session was shown what, and when its person was last active. */
export interface ShownFacts {
  readonly createdAt: number;
  readonly factorAt: number | null;
  readonly passwordAt: number | null;
  readonly activeAt: number | null;
}

/** When a session asks for a factor again, in milliseconds. */
export interface SessionLock {
  /** From then on the page asks for one; null where the policy never does. */
  readonly recheckAt: number | null;
  /** From then on the session is locked until one was shown; null where it never is. */
  readonly recheckBy: number | null;
  /** From then on it is locked for want of use; null where it never is. */
  readonly idleAt: number | null;
  /** Why a factor is asked for now; null where it is not. */
  readonly asks: LockReason | null;
  /** Why the session is locked now; null where it is not. */
  readonly reason: LockReason | null;
}

/** The refusal of a locked session: what it goes on by. */
export const lockedSession = () =>
  refuse.recheckRequired({
    description:
      'The session is locked: show one factor or your password, as GET /api/session/factor lists them, and repeat the request',
  });

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Whoever is on a call when the page asks finishes it first. */
export const RECHECK_GRACE_MS = 5 * MINUTE_MS;

const isOver = (at: number | null, now: number) => at !== null && at <= now;

/**
 * Whether and when a session is locked. Decided anew at every request, so that a policy that was made stricter holds for those who
 * are signed in. Any one factor counts, a password too (CJIS IA-11 and AC-11, SP 800-63B section 2.2.3). A session at a dispatch position
 * is not locked for want of use.
 */
export function sessionLock(
  facts: ShownFacts,
  { recheckHours, idleLockMinutes }: SecurityPolicy,
  { now, isAtPosition }: { now: number; isAtPosition: boolean },
): SessionLock {
  const { createdAt, factorAt, passwordAt, activeAt } = facts;
  const shownAt = Math.max(createdAt, factorAt ?? 0, passwordAt ?? 0);
  const recheckAt = recheckHours === null ? null : shownAt + recheckHours * HOUR_MS;
  const recheckBy = recheckAt === null ? null : recheckAt + RECHECK_GRACE_MS;
  const idleAt =
    idleLockMinutes === null || isAtPosition ? null : Math.max(shownAt, activeAt ?? 0) + idleLockMinutes * MINUTE_MS;
  const idle = isOver(idleAt, now) ? 'idle' : null;
  return {
    ...{ recheckAt, recheckBy, idleAt },
    asks: isOver(recheckAt, now) ? 'recheck' : idle,
    reason: isOver(recheckBy, now) ? 'recheck' : idle,
  };
}
