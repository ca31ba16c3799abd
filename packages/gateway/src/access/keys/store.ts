import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';

export type SigningAlgorithm = 'ES256' | 'EdDSA';
export type KeyState = 'next' | 'current' | 'previous';

export interface SigningKeyRecord {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly state: KeyState;
  readonly privateJwk: string;
  readonly publicJwk: string;
  readonly createdAt: number;
  readonly activatedAt: number | null;
  readonly retiredAt: number | null;
}

function toRecord(row: Selectable<Schema['signing_keys']>): SigningKeyRecord {
  return {
    kid: row.kid,
    algorithm: row.algorithm as SigningAlgorithm,
    state: row.state as KeyState,
    privateJwk: row.private_jwk,
    publicJwk: row.public_jwk,
    createdAt: row.created_at,
    activatedAt: row.activated_at,
    retiredAt: row.retired_at,
  };
}

export async function allKeys(query: Kysely<Schema>): Promise<SigningKeyRecord[]> {
  return (await query.selectFrom('signing_keys').selectAll().orderBy('created_at').execute()).map(toRecord);
}

/** Does nothing where a key of that state exists already: two processes that start together end with one of each. */
export async function insertKey(query: Kysely<Schema>, key: SigningKeyRecord): Promise<void> {
  await query
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      algorithm: key.algorithm,
      state: key.state,
      private_jwk: key.privateJwk,
      public_jwk: key.publicJwk,
      created_at: key.createdAt,
      activated_at: key.activatedAt,
      retired_at: key.retiredAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Makes the current key previous and the next one current. False where `currentKid` is not current any more. */
export async function promoteNext(query: Kysely<Schema>, currentKid: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('signing_keys')
    .set({ state: 'previous', retired_at: now })
    .where('kid', '=', currentKid)
    .where('state', '=', 'current')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await query
    .updateTable('signing_keys')
    .set({ state: 'current', activated_at: now })
    .where('state', '=', 'next')
    .execute();
  return true;
}

/** Removes keys that retired before `before`: every token they signed has expired. */
export async function deleteRetired(query: Kysely<Schema>, before: number): Promise<void> {
  await query.deleteFrom('signing_keys').where('state', '=', 'previous').where('retired_at', '<', before).execute();
}
