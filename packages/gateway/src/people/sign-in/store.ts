import type { Kysely } from 'kysely';
import { compileOnce } from '../../database/compile-once.ts';
import type { Schema } from '../../database/schema.ts';

/** Failed sign-ins of one person from one place; '' counts all places that person never signed in from. */
export const STRANGERS = '';

const lockOf = compileOnce((query, userId: string, place: string) =>
  query.selectFrom('sign_in_failures').select('locked_at').where('user_id', '=', userId).where('source', '=', place),
);

const failuresOf = compileOnce((query, userId: string, place: string) =>
  query.deleteFrom('sign_in_failures').where('user_id', '=', userId).where('source', '=', place),
);

export async function isLocked(query: Kysely<Schema>, userId: string, place: string): Promise<boolean> {
  const [row] = await lockOf(query, userId, place);
  return row !== undefined && row.locked_at !== null;
}

/**
 * Counts one failure and locks at `limit` failures of which none came later than the window after the one before, so
 * that any `limit` within one window lock, wherever it begins. One statement, so that two failures at once count as two.
 * Returns true when this failure is the one that locked.
 */
export async function countFailure(
  query: Kysely<Schema>,
  failure: { userId: string; place: string; now: number; windowMs: number; limit: number },
): Promise<boolean> {
  const { userId, place, now, windowMs, limit } = failure;
  const windowStart = now - windowMs;
  const row = await query
    .insertInto('sign_in_failures')
    .values({ user_id: userId, source: place, failed_count: 1, window_started_at: now, locked_at: null })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'source']).doUpdateSet((eb) => ({
        failed_count: eb
          .case()
          .when('sign_in_failures.window_started_at', '<=', windowStart)
          .then(1)
          .else(eb('sign_in_failures.failed_count', '+', 1))
          .end(),
        window_started_at: now,
      })),
    )
    .returning(['failed_count', 'locked_at'])
    .executeTakeFirstOrThrow();
  if (row.locked_at !== null || row.failed_count < limit) return false;
  await query
    .updateTable('sign_in_failures')
    .set({ locked_at: now })
    .where('user_id', '=', userId)
    .where('source', '=', place)
    .execute();
  return true;
}

/** Forgets the failures of one place: that person has just proved the password from it. */
export async function clearFailures(query: Kysely<Schema>, userId: string, place: string): Promise<void> {
  await failuresOf(query, userId, place);
}

/** Forgets all failures and locks of a person. */
export async function clearAllFailures(query: Kysely<Schema>, userId: string): Promise<void> {
  await query.deleteFrom('sign_in_failures').where('user_id', '=', userId).execute();
}
