import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** The public half of a passkey, and whose it is. */
export interface Passkey {
  readonly factorId: string;
  readonly userId: string;
  readonly credentialId: string;
  /** In COSE and base64url. */
  readonly publicKey: string;
  /** How the browser reaches the authenticator, as it stated it. */
  readonly transports: readonly string[];
}

/** What an authenticator was asked for: to make a passkey, to show one in a session, or to sign in by one. */
export type ChallengePurpose = 'enrol' | 'prove' | 'sign_in';

/** A challenge that waits for its answer. */
export interface Challenge {
  readonly challengeHash: string;
  readonly purpose: ChallengePurpose;
  /** Of the portal session it was made for; null for a sign-in. */
  readonly sessionHash: string | null;
  /** What the passkey that is enrolled will be called; null for another purpose. */
  readonly factorName: string | null;
  readonly expiresAt: number;
}

export async function insertChallenge(query: Kysely<Schema>, challenge: Challenge): Promise<void> {
  await query
    .insertInto('passkey_challenges')
    .values({
      challenge_hash: challenge.challengeHash,
      purpose: challenge.purpose,
      session_hash: challenge.sessionHash,
      factor_name: challenge.factorName,
      expires_at: challenge.expiresAt,
    })
    .execute();
}

/** Spends the challenge, if it is for this purpose and session and not over: of several answers at once one gets it. */
export async function spendChallenge(
  query: Kysely<Schema>,
  key: Pick<Challenge, 'challengeHash' | 'purpose' | 'sessionHash'> & { now: number },
): Promise<{ factorName: string | null } | undefined> {
  const row = await query
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', key.challengeHash)
    .where('purpose', '=', key.purpose)
    .where('session_hash', key.sessionHash === null ? 'is' : '=', key.sessionHash)
    .where('expires_at', '>', key.now)
    .returning('factor_name')
    .executeTakeFirst();
  return row && { factorName: row.factor_name };
}

/** Removes up to `limit` challenges that were over before `before`; returns how many. */
export async function deleteOldChallenges(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', 'in', (eb) =>
      eb.selectFrom('passkey_challenges').select('challenge_hash').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function selectPasskeys(query: Kysely<Schema>) {
  return query
    .selectFrom('passkeys as p')
    .innerJoin('user_factors as f', 'f.id', 'p.factor_id')
    .select(['p.factor_id', 'f.user_id', 'p.credential_id', 'p.public_key', 'p.transports'])
    .where('f.confirmed_at', 'is not', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectPasskeys>['execute']>>[number];

const toPasskey = (row: Row): Passkey => ({
  factorId: row.factor_id,
  userId: row.user_id,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  transports: JSON.parse(row.transports) as string[],
});

export async function findPasskey(query: Kysely<Schema>, credentialId: string): Promise<Passkey | undefined> {
  const row = await selectPasskeys(query).where('p.credential_id', '=', credentialId).executeTakeFirst();
  return row && toPasskey(row);
}

export async function passkeysOf(query: Kysely<Schema>, userId: string): Promise<Passkey[]> {
  return (await selectPasskeys(query).where('f.user_id', '=', userId).execute()).map(toPasskey);
}

/** After its factor was written. False, and nothing written, where the credential is somebody's already. */
export async function insertPasskey(
  query: Kysely<Schema>,
  passkey: Omit<Passkey, 'userId'> & { signCount: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('passkeys')
    .values({
      factor_id: passkey.factorId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      sign_count: passkey.signCount,
      transports: JSON.stringify(passkey.transports),
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Notes how often the authenticator has signed. One conditional update: false for a count that is not above the one before, which
 * an authenticator or its copy has used (WebAuthn section 6.1.1). Authenticators that count nothing stay at 0.
 */
export async function raiseSignCount(query: Kysely<Schema>, credentialId: string, signCount: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('passkeys')
    .set({ sign_count: signCount })
    .where('credential_id', '=', credentialId)
    .where((eb) => (signCount === 0 ? eb('sign_count', '=', 0) : eb('sign_count', '<', signCount)))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
