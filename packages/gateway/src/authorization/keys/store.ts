import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';

export type SigningAlgorithm = 'ES256' | 'EdDSA';
export type KeyState = 'next' | 'current' | 'previous';

export interface SigningKeyRecord {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly state: KeyState;
  /** Sealed, or in an installation that was begun before keys were sealed, as it is. */
  readonly privateJwk: string;
  readonly publicJwk: string;
  readonly createdAt: number;
  readonly activatedAt: number | null;
  readonly retiredAt: number | null;
  /** The fingerprint of the key it is sealed under; '' where it is not sealed. */
  readonly sealedUnder: string;
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
    sealedUnder: row.sealed_under,
  };
}

export async function allKeys(query: Kysely<Schema>): Promise<SigningKeyRecord[]> {
  return (await query.selectFrom('signing_keys').selectAll().orderBy('created_at').execute()).map(toRecord);
}

/** Does nothing where a key of that state and seal exists: two processes that start together end with one of each. */
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
      sealed_under: key.sealedUnder,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Makes that current key previous and the next one of its seal current. False, and nothing changed, where it is not current
 * any more or has no next one.
 */
export async function promoteNext(
  query: Kysely<Schema>,
  current: Pick<SigningKeyRecord, 'kid' | 'sealedUnder'>,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('signing_keys')
    .set({ state: 'previous', retired_at: now })
    .where('kid', '=', current.kid)
    .where('state', '=', 'current')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('signing_keys as following')
          .select('following.kid')
          .where('following.state', '=', 'next')
          .where('following.sealed_under', '=', current.sealedUnder),
      ),
    )
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await query
    .updateTable('signing_keys')
    .set({ state: 'current', activated_at: now })
    .where('state', '=', 'next')
    .where('sealed_under', '=', current.sealedUnder)
    .execute();
  return true;
}

/** Puts a key under another seal, as it stood there before. False where another process was first. */
export async function resealKey(
  query: Kysely<Schema>,
  key: Pick<SigningKeyRecord, 'kid' | 'privateJwk' | 'sealedUnder' | 'state' | 'retiredAt'>,
  from: string,
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('signing_keys')
    .set({
      private_jwk: key.privateJwk,
      sealed_under: key.sealedUnder,
      state: key.state,
      retired_at: key.retiredAt,
    })
    .where('kid', '=', key.kid)
    .where('sealed_under', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Retires the keys of every seal under which none was renewed since `before`: the server that made them is gone. */
export async function retireAbandoned(query: Kysely<Schema>, before: number, now: number): Promise<void> {
  await query
    .updateTable('signing_keys')
    .set({ state: 'previous', retired_at: now })
    .where('state', '!=', 'previous')
    .where('sealed_under', 'not in', (eb) =>
      eb.selectFrom('signing_keys as renewed').select('renewed.sealed_under').where('renewed.created_at', '>=', before),
    )
    .execute();
}

/** Removes keys that retired before `before`: every token they signed has expired. */
export async function deleteRetired(query: Kysely<Schema>, before: number): Promise<void> {
  await query.deleteFrom('signing_keys').where('state', '=', 'previous').where('retired_at', '<', before).execute();
}

/** Makes every token void that was ever signed here. A server makes new keys when it starts. */
export async function deleteAllKeys(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('signing_keys').execute();
}
