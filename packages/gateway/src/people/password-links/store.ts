import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Voids every unspent link of the user and stores the new one: one link is valid at a time. */
export async function replaceLink(
  query: Kysely<Schema>,
  link: { tokenHash: string; userId: string; createdAt: number; expiresAt: number },
): Promise<void> {
  await query.deleteFrom('password_links').where('user_id', '=', link.userId).where('spent_at', 'is', null).execute();
  await query
    .insertInto('password_links')
    .values({
      token_hash: link.tokenHash,
      user_id: link.userId,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      spent_at: null,
    })
    .execute();
}

/** The user a valid link belongs to, or nothing where it is unknown, spent or expired. */
export async function findLinkOwner(
  query: Kysely<Schema>,
  tokenHash: string,
  now: number,
): Promise<string | undefined> {
  const row = await query
    .selectFrom('password_links')
    .select('user_id')
    .where('token_hash', '=', tokenHash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.user_id;
}

/** Spends the link. One conditional update: of two at once, one gets true. */
export async function spendLink(query: Kysely<Schema>, tokenHash: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('password_links')
    .set({ spent_at: now })
    .where('token_hash', '=', tokenHash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes up to `limit` links that expired before `before`; returns how many. */
export async function deleteExpiredLinks(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('password_links')
    .where('token_hash', 'in', (eb) =>
      eb
        .selectFrom('password_links')
        .select('token_hash')
        .where('expires_at', '<', before)
        .orderBy('expires_at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Voids every link that was not used. */
export async function deleteUnspentLinks(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('password_links').where('spent_at', 'is', null).execute();
}
