import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid } from '../../kernel/random.ts';
import { factorPurpose } from '../../kernel/seal.ts';
import { noteEnrolment, refuseTooMany } from '../factors/note-enrolment.ts';
import type { FactorPorts } from '../factors/prove-factor.ts';
import { insertFactor } from '../factors/store.ts';
import { newSeed } from '../factors/totp.ts';
import { lockUser } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { beginChallenge, CHALLENGE_MS, type ChallengePorts, challengeOf, hashChallenge } from './begin-challenge.ts';
import { relyingPartyOf } from './relying-party.ts';
import { insertPasskey, passkeysOf, spendChallenge } from './store.ts';

/** COSE algorithms by preference: ES256, EdDSA, and RS256 for Windows Hello. */
const ALGORITHMS = [-7, -8, -257];

/**
 * What a browser needs to make a passkey on any authenticator that keeps it and verifies the person (WebAuthn section 5.4), for one
 * answer within five minutes in that session. Refuses the eleventh factor with `conflict`, and where passkeys cannot be used with
 * `not_configured`.
 */
export async function beginPasskey(
  ports: ChallengePorts,
  { user, sessionHash, name }: { user: User; sessionHash: string; name: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const relyingParty = relyingPartyOf(ports.publicUrl);
  await refuseTooMany({ query: ports.database.read }, user.id);
  const existing = await passkeysOf(ports.database.read, user.id);
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  return generateRegistrationOptions({
    rpName: relyingParty.name,
    rpID: relyingParty.id,
    userID: Uint8Array.from(Buffer.from(user.id)),
    userName: user.email,
    userDisplayName: `${user.firstName} ${user.lastName}`,
    challenge: await beginChallenge(ports, { purpose: 'enrol', sessionHash, factorName: name.trim() }),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: existing.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** What the authenticator made, or null where its answer is not one for this origin by a person whom it verified. */
async function verifyMade(publicUrl: string, answer: RegistrationResponseJSON, expectedChallenge: string) {
  const { id, origin } = relyingPartyOf(publicUrl);
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return registrationInfo?.credential ?? null;
  } catch {
    return null;
  }
}

/**
 * Adds the passkey that was made for `beginPasskey`, atomically with its audit record and mail; `onConfirmed` writes what follows in
 * the same transaction. Returns the ten recovery codes, to be shown once, with a person's first factor; null with a later one.
 * Refuses with `invalid_request` an answer that was not asked for in this session, is too old, came before or is of another
 * origin, with `conflict` a credential that is somebody's already.
 */
export async function confirmPasskey(
  ports: FactorPorts & ChallengePorts,
  request: {
    user: User;
    sessionHash: string;
    answer: RegistrationResponseJSON;
    origin: Origin;
    onConfirmed: (tx: Transaction, now: number) => Promise<void>;
  },
): Promise<readonly string[] | null> {
  const { database, clock, random, sharedSeal } = ports;
  const { user, sessionHash, answer, origin, onConfirmed } = request;
  const refused = (logDetail: string) =>
    refuse.invalidRequest({
      description:
        'The passkey was not added: the answer must be made here, by a key that verifies you, within 5 minutes',
      logDetail,
    });
  const challenge = challengeOf(answer.response.clientDataJSON);
  if (challenge === null) throw refused('challenge');
  const made = await verifyMade(ports.publicUrl, answer, challenge);
  if (made === null) throw refused('attestation');
  return database.write(async (tx) => {
    const now = clock.now();
    await lockUser(tx.query, database.engine, user.id);
    const key = { challengeHash: hashChallenge(challenge), purpose: 'enrol', sessionHash, now } as const;
    const spent = await spendChallenge(tx.query, key);
    if (spent === undefined) throw refused('challenge');
    await refuseTooMany(tx, user.id);
    const id = newUuid(clock, random);
    await insertFactor(tx.query, {
      id,
      userId: user.id,
      kind: 'passkey',
      name: spent.factorName ?? 'Passkey',
      secret: sharedSeal.seal(newSeed(random), factorPurpose(id)),
      createdAt: now,
      confirmedAt: now,
      lastUsedAt: null,
    });
    const isNew = await insertPasskey(tx.query, {
      factorId: id,
      credentialId: made.id,
      publicKey: Buffer.from(made.publicKey).toString('base64url'),
      signCount: made.counter,
      transports: made.transports ?? [],
    });
    if (!isNew) throw refuse.conflict({ description: 'This passkey was added before' });
    await onConfirmed(tx, now);
    return noteEnrolment(ports, tx, { user, factor: { id, kind: 'passkey' }, origin });
  });
}
