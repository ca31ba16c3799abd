import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Notes a one-time id as used. The insert is the test: of any number of uses at once, one gets true. */
export async function insertUsedId(query: Kysely<Schema>, idHash: string, expiresAt: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('used_ids')
    .values({ id_hash: idHash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('id_hash').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Forgets the ids that their own time refuses by now. */
export async function deleteExpiredIds(query: Kysely<Schema>, now: number): Promise<void> {
  await query.deleteFrom('used_ids').where('expires_at', '<=', now).execute();
}
