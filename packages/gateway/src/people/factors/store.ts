import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** A second factor of a person. `confirmedAt` is null until its first code was shown: it counts for nothing before. */
export interface Factor {
  readonly id: string;
  readonly userId: string;
  readonly kind: 'totp' | 'passkey';
  readonly name: string;
  /** The sealed seed; of a passkey one that nobody has. */
  readonly secret: string;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
  readonly lastUsedAt: number | null;
}

function toFactor(row: Selectable<Schema['user_factors']>): Factor {
  return {
    id: row.id,
    userId: row.user_id,
    kind: row.kind as Factor['kind'],
    name: row.name,
    secret: row.secret,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Every factor of the person, those that are not confirmed too, the oldest first. */
export async function factorsOf(query: Kysely<Schema>, userId: string): Promise<Factor[]> {
  const rows = await query
    .selectFrom('user_factors')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toFactor);
}

/** Those that count: their first code was shown. */
export async function confirmedFactorsOf(query: Kysely<Schema>, userId: string): Promise<Factor[]> {
  return (await factorsOf(query, userId)).filter(({ confirmedAt }) => confirmedAt !== null);
}

export async function insertFactor(query: Kysely<Schema>, factor: Factor): Promise<void> {
  await query
    .insertInto('user_factors')
    .values({
      id: factor.id,
      user_id: factor.userId,
      kind: factor.kind,
      name: factor.name,
      secret: factor.secret,
      last_step: null,
      created_at: factor.createdAt,
      confirmed_at: factor.confirmedAt,
      last_used_at: factor.lastUsedAt,
    })
    .execute();
}

/**
 * Uses up a time step of a factor, and every step before it. One conditional update: of two uses at once one gets true, and
 * none of a step that was used (RFC 6238 section 5.2).
 */
export async function useStep(
  query: Kysely<Schema>,
  use: { id: string; step: number; usedAt: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('user_factors')
    .set({ last_step: use.step, last_used_at: use.usedAt })
    .where('id', '=', use.id)
    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', use.step)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function confirmFactor(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('user_factors').set({ confirmed_at: at }).where('id', '=', id).execute();
}

/** Notes the use of a factor that is no authenticator app. */
export async function markFactorUsed(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('user_factors').set({ last_used_at: at }).where('id', '=', id).execute();
}

/** False where the person has no such factor. */
export async function deleteFactor(query: Kysely<Schema>, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await query
    .deleteFrom('user_factors')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Removes those that were begun and never confirmed. */
export async function deleteUnconfirmed(query: Kysely<Schema>, userId: string): Promise<void> {
  await query.deleteFrom('user_factors').where('user_id', '=', userId).where('confirmed_at', 'is', null).execute();
}

/** Removes every factor and recovery code of the person; returns how many factors there were. */
export async function deleteAllFactors(query: Kysely<Schema>, userId: string): Promise<number> {
  await query.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  const { numDeletedRows } = await query.deleteFrom('user_factors').where('user_id', '=', userId).executeTakeFirst();
  return Number(numDeletedRows);
}

/** The person's new codes; those before are void. */
export async function replaceRecoveryCodes(
  query: Kysely<Schema>,
  userId: string,
  hashes: readonly string[],
): Promise<void> {
  await query.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await query
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ user_id: userId, code_hash, used_at: null })))
    .execute();
}

/** Spends a recovery code. One conditional update: of two uses at once one gets true. */
export async function spendRecoveryCode(
  query: Kysely<Schema>,
  code: { userId: string; codeHash: string; usedAt: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('recovery_codes')
    .set({ used_at: code.usedAt })
    .where('user_id', '=', code.userId)
    .where('code_hash', '=', code.codeHash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function recoveryCodesLeft(query: Kysely<Schema>, userId: string): Promise<number> {
  const rows = await query
    .selectFrom('recovery_codes')
    .select('code_hash')
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute();
  return rows.length;
}
