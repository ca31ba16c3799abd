import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { markFactorUsed } from '../factors/store.ts';
import { beginChallenge, CHALLENGE_MS, type ChallengePorts, challengeOf, hashChallenge } from './begin-challenge.ts';
import { relyingPartyOf } from './relying-party.ts';
import { type Challenge, findPasskey, type Passkey, passkeysOf, raiseSignCount, spendChallenge } from './store.ts';

/** Which challenge an answer must be to. */
export type AskedFor = Pick<Challenge, 'purpose' | 'sessionHash'>;

/**
 * What a browser needs to ask for a passkey (WebAuthn section 5.5), for one answer within five minutes: for one of the person's,
 * or, without `userId`, for any that an authenticator keeps for this origin. Refuses with `not_found` who has none.
 */
export async function askForPasskey(
  ports: ChallengePorts,
  { userId, ...askedFor }: AskedFor & { userId: string | null },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { id } = relyingPartyOf(ports.publicUrl);
  const own = userId === null ? [] : await passkeysOf(ports.database.read, userId);
  if (userId !== null && own.length === 0) {
    throw refuse.notFound({
      description: 'You have no passkey; type a code of your authenticator app, or a recovery code',
    });
  }
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  return generateAuthenticationOptions({
    rpID: id,
    challenge: await beginChallenge(ports, { ...askedFor, factorName: null }),
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] })),
  });
}

/** An answer whose signature is right, to be accepted in the caller's transaction. */
export interface ShownPasskey {
  readonly passkey: Passkey;
  readonly challengeHash: string;
  readonly signCount: number;
}

/**
 * Whose passkey signed the answer, for this origin and by a person whom the authenticator verified; null for anything else. What
 * was signed counts for nothing before `acceptPasskey`, which knows the challenge.
 */
export async function checkPasskey(
  { database, publicUrl }: Pick<ChallengePorts, 'database' | 'publicUrl'>,
  answer: AuthenticationResponseJSON,
): Promise<ShownPasskey | null> {
  const { id, origin } = relyingPartyOf(publicUrl);
  const challenge = challengeOf(answer.response.clientDataJSON);
  const passkey = await findPasskey(database.read, answer.id);
  if (challenge === null || passkey === undefined) return null;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { credentialId, publicKey } = passkey;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      // The count is compared where it is raised, so that of two copies at once one is refused.
      credential: { id: credentialId, publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')), counter: 0 },
    });
    if (!verified || !isOfUser(answer, passkey.userId)) return null;
    return { passkey, challengeHash: hashChallenge(challenge), signCount: authenticationInfo.newCounter };
  } catch {
    return null;
  }
}

/** WebAuthn section 7.2, step 6: the person for whom the authenticator keeps it is the one whose it is here. */
function isOfUser({ response: { userHandle } }: AuthenticationResponseJSON, userId: string): boolean {
  return userHandle === undefined || Buffer.from(userHandle, 'base64url').toString('utf8') === userId;
}

/**
 * Part of the caller's transaction: uses up the challenge and notes the count. Returns what was wrong, where the challenge was not
 * made for this, is too old or was answered (`challenge`), or the count is not above the one before (`sign_count`): null where
 * nothing was.
 */
export async function acceptPasskey(
  tx: Transaction,
  { passkey, challengeHash, signCount }: ShownPasskey,
  { purpose, sessionHash, now }: AskedFor & { now: number },
): Promise<'challenge' | 'sign_count' | null> {
  const spent = await spendChallenge(tx.query, { challengeHash, purpose, sessionHash, now });
  if (spent === undefined) return 'challenge';
  if (!(await raiseSignCount(tx.query, passkey.credentialId, signCount))) return 'sign_count';
  await markFactorUsed(tx.query, passkey.factorId, now);
  return null;
}
