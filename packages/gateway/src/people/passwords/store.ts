import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { User } from '../users/types.ts';

/** More than any policy remembers. */
const MOST_KEPT = 10;

/** The hashes of so many passwords that the person had before the present one, the latest first. */
export async function earlierPasswordsOf(query: Kysely<Schema>, userId: string, count: number): Promise<string[]> {
  const rows = await query
    .selectFrom('earlier_passwords')
    .select('password_hash')
    .where('user_id', '=', userId)
    .orderBy('replaced_at', 'desc')
    .limit(count)
    .execute();
  return rows.map((row) => row.password_hash);
}

/** Remembers the password that is being replaced, and forgets those that no policy asks for. */
export async function rememberPassword(
  query: Kysely<Schema>,
  { id, passwordHash }: Pick<User, 'id' | 'passwordHash'>,
  replacedAt: number,
): Promise<void> {
  if (passwordHash === null) return;
  await query
    .insertInto('earlier_passwords')
    .values({ user_id: id, password_hash: passwordHash, replaced_at: replacedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await query
    .deleteFrom('earlier_passwords')
    .where('user_id', '=', id)
    .where('replaced_at', 'not in', (eb) =>
      eb
        .selectFrom('earlier_passwords as kept')
        .select('kept.replaced_at')
        .where('kept.user_id', '=', id)
        .orderBy('kept.replaced_at', 'desc')
        .limit(MOST_KEPT),
    )
    .execute();
}
