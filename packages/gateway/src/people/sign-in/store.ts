import type { Kysely } from 'kysely';
import { compileOnce } from '../../database/compile-once.ts';
import type { Schema } from '../../database/schema.ts';

/** Failed sign-ins of one account from one place; '' counts all places that a person never signed in from. */
export const STRANGERS = '';

/** CJIS AC-7: five failures, none of which came later than fifteen minutes after the one before, lock. */
const FAILURES_TO_LOCK = 5;
export const LOCK_WINDOW_MS = 15 * 60_000;

/** Where failures are counted. A lock ends after `lockedForMs`, or where that is null when somebody releases it. */
interface Place {
  readonly accountId: string;
  readonly place: string;
  readonly lockedForMs: number | null;
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
  { accountId, place, lockedForMs }: Place,
  now: number,
): Promise<boolean> {
  const [row] = await lockOf(query, accountId, place);
  const lockedAt = row?.locked_at ?? null;
  return lockedAt !== null && (lockedForMs === null || now < lockedAt + lockedForMs);
}

/**
 * Counts one failure and locks at the fifth of which none came later than the window after the one before, so that any five
 * within one window lock, wherever it begins. A lock that is over has forgotten what came before it. One statement, so that two
 * failures at once count as two. Returns true when this failure is the one that locked.
 */
export async function countFailure(
  query: Kysely<Schema>,
  { accountId, place, lockedForMs }: Place,
  now: number,
): Promise<boolean> {
  const windowStart = now - LOCK_WINDOW_MS;
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
  if (row.locked_at !== null || row.failed_count < FAILURES_TO_LOCK) return false;
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
