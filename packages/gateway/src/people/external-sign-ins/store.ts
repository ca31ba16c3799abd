import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { ExternalIdentity, SignInUnderWay } from './types.ts';

interface Key {
  readonly providerId: string;
  readonly stateHash: string;
  readonly now: number;
}

export async function insertSignIn(
  query: Kysely<Schema>,
  signIn: Omit<SignInUnderWay, 'answer'> & { stateHash: string; browserHash: string; expiresAt: number },
): Promise<void> {
  await query
    .insertInto('external_sign_ins')
    .values({
      state_hash: signIn.stateHash,
      provider_id: signIn.providerId,
      browser_hash: signIn.browserHash,
      nonce: signIn.nonce,
      verifier: signIn.verifier,
      return_to: signIn.returnTo,
      expires_at: signIn.expiresAt,
    })
    .execute();
}

/** Spends the sign-in that this state and browser began: of several answers at once, one gets it. */
export async function spendSignIn(
  query: Kysely<Schema>,
  key: { stateHash: string; browserHash: string; now: number },
): Promise<SignInUnderWay | undefined> {
  const row = await query
    .deleteFrom('external_sign_ins')
    .where('state_hash', '=', key.stateHash)
    .where('browser_hash', '=', key.browserHash)
    .where('expires_at', '>', key.now)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    providerId: row.provider_id,
    nonce: row.nonce,
    verifier: row.verifier,
    returnTo: row.return_to,
    answer: row.answer === null ? null : (JSON.parse(row.answer) as ExternalIdentity),
  };
}

/** Removes up to `limit` sign-ins that were over before `before`; returns how many. */
export async function deleteOldSignIns(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('external_sign_ins')
    .where('state_hash', 'in', (eb) =>
      eb.selectFrom('external_sign_ins').select('state_hash').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** The id of the request that is under way at the provider and waits for its answer, or nothing. */
export async function requestIdOf(query: Kysely<Schema>, key: Key): Promise<string | undefined> {
  const row = await query
    .selectFrom('external_sign_ins')
    .select('nonce')
    .where('state_hash', '=', key.stateHash)
    .where('provider_id', '=', key.providerId)
    .where('expires_at', '>', key.now)
    .where('answer', 'is', null)
    .executeTakeFirst();
  return row?.nonce;
}

/** Keeps whom the provider proved for the browser that asks. False, and nothing written, where an answer is kept already. */
export async function keepAnswer(query: Kysely<Schema>, key: Key, answer: ExternalIdentity): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('external_sign_ins')
    .set({ answer: JSON.stringify(answer) })
    .where('state_hash', '=', key.stateHash)
    .where('provider_id', '=', key.providerId)
    .where('expires_at', '>', key.now)
    .where('answer', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** False, and nothing written, where an answer with this assertion was taken before. */
export async function spendAssertion(
  query: Kysely<Schema>,
  assertion: { providerId: string; assertionId: string; expiresAt: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('saml_assertions')
    .values({
      provider_id: assertion.providerId,
      assertion_hash: hashSecret(assertion.assertionId),
      expires_at: assertion.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(['provider_id', 'assertion_hash']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Removes up to `limit` assertions that were over before `before`; returns how many. */
export async function deleteOldAssertions(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const old = await query
    .selectFrom('saml_assertions')
    .select(['provider_id', 'assertion_hash'])
    .where('expires_at', '<', before)
    .limit(limit)
    .execute();
  for (const { provider_id, assertion_hash } of old) {
    await query
      .deleteFrom('saml_assertions')
      .where('provider_id', '=', provider_id)
      .where('assertion_hash', '=', assertion_hash)
      .execute();
  }
  return old.length;
}
