import type { Kysely } from 'kysely';
import { compileOnce } from '../../database/compile-once.ts';
import type { Schema } from '../../database/schema.ts';

/** Failed sign-ins of one account from one place; '' counts all places that a person never signed in from. */
export const STRANGERS = '';

/** How many failures lock, none of which came later than the window after the one before (CJIS AC-7). */
export interface Lockout {
  readonly failures: number;
  readonly windowMs: number;
  /** After how long a lock ends by itself; null where somebody has to release it. */
  readonly lockedForMs: number | null;
}

/** Where failures are counted, and how many lock. */
interface Place {
  readonly accountId: string;
  readonly place: string;
  readonly lockout: Lockout;
}

/** The column is `user_id` by its history: a developer's id stands there too. */
const lockOf = compileOnce((query, accountId: string, place: string) =>
  query.selectFrom('sign_in_failures').select('locked_at').where('user_id', '=', accountId).where('source', '=', place),
);

const failuresOf = compileOnce((query, accountId: string, place: string) =>
  query.deleteFrom('sign_in_failures').where('user_id', '=', accountId).where('source', '=', place),
);

/** True where no password opens the account from that place now. */
export async function isLocked(
  query: Kysely<Schema>,
  { accountId, place, lockout: { lockedForMs } }: Place,
  now: number,
): Promise<boolean> {
  const [row] = await lockOf(query, accountId, place);
  const lockedAt = row?.locked_at ?? null;
  return lockedAt !== null && (lockedForMs === null || now < lockedAt + lockedForMs);
}

/**
 * Counts one failure and locks at the last of those of which none came later than the window after the one before, so that as
 * many within one window lock, wherever it begins. A lock that is over has forgotten what came before it. One statement, so that two
 * failures at once count as two. Returns true when this failure is the one that locked.
 */
export async function countFailure(
  query: Kysely<Schema>,
  { accountId, place, lockout: { failures, windowMs, lockedForMs } }: Place,
  now: number,
): Promise<boolean> {
  const windowStart = now - windowMs;
  // No lock was set before the beginning of time.
  const overAt = lockedForMs === null ? -1 : now - lockedForMs;
  const row = await query
    .insertInto('sign_in_failures')
    .values({ user_id: accountId, source: place, failed_count: 1, window_started_at: now, locked_at: null })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'source']).doUpdateSet((eb) => ({
        failed_count: eb
          .case()
          .when('sign_in_failures.window_started_at', '<=', windowStart)
          .then(1)
          .when('sign_in_failures.locked_at', '<=', overAt)
          .then(1)
          .else(eb('sign_in_failures.failed_count', '+', 1))
          .end(),
        window_started_at: now,
        locked_at: eb
          .case()
          .when('sign_in_failures.locked_at', '<=', overAt)
          .then(null)
          .else(eb.ref('sign_in_failures.locked_at'))
          .end(),
      })),
    )
    .returning(['failed_count', 'locked_at'])
    .executeTakeFirstOrThrow();
  if (row.locked_at !== null || row.failed_count < failures) return false;
  await query
    .updateTable('sign_in_failures')
    .set({ locked_at: now })
    .where('user_id', '=', accountId)
    .where('source', '=', place)
    .execute();
  return true;
}

/** Forgets the failures of one place: the password has just been proved from it. */
export async function clearFailures(query: Kysely<Schema>, accountId: string, place: string): Promise<void> {
  await failuresOf(query, accountId, place);
}

/** Forgets all failures and locks of an account. */
export async function clearAllFailures(query: Kysely<Schema>, accountId: string): Promise<void> {
  await query.deleteFrom('sign_in_failures').where('user_id', '=', accountId).execute();
}
