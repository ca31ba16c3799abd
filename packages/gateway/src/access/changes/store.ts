import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/**
 * `client`: its row, secrets or callflows changed. `user_tokens`: that user's tokens issued up to `at` are void.
 * `user_released`: a lock was taken off. `token`: the token with that jti is void. `grant`: every token
 * of that grant is void. `keys`: the signing keys changed. `session`: that user signed out of one session.
 */
export type AccessChangeKind = 'client' | 'user_tokens' | 'user_released' | 'token' | 'grant' | 'keys' | 'session';

export interface AccessChange {
  readonly id: string;
  readonly kind: AccessChangeKind;
  readonly subject: string;
  readonly at: number;
  readonly expiresAt: number;
}

/** Part of the caller's transaction. */
export async function insertChange(query: Kysely<Schema>, change: AccessChange): Promise<void> {
  const { expiresAt, ...rest } = change;
  await query
    .insertInto('access_changes')
    .values({ ...rest, expires_at: expiresAt })
    .execute();
}

/** Changes at or after `since` that still matter at `now`, oldest first. */
export async function changesSince(query: Kysely<Schema>, since: number, now: number): Promise<AccessChange[]> {
  const rows = await query
    .selectFrom('access_changes')
    .selectAll()
    .where('at', '>=', since)
    .where('expires_at', '>', now)
    .orderBy('at')
    .execute();
  return rows.map(({ expires_at, kind, ...row }) => ({
    ...row,
    kind: kind as AccessChangeKind,
    expiresAt: expires_at,
  }));
}

/** Removes what cannot matter any more. */
export async function deleteExpiredChanges(query: Kysely<Schema>, now: number): Promise<void> {
  await query.deleteFrom('access_changes').where('expires_at', '<=', now).execute();
}
