import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Transaction } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret, type Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { failuresOf } from '../factors/prove-factor.ts';
import type { ChallengePorts } from '../passkeys/begin-challenge.ts';
import { acceptPasskey, askForPasskey, checkPasskey, type ShownPasskey } from '../passkeys/check-passkey.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { rightsOfPerson } from '../rights/rights.ts';
import type { StrangerAllowance } from '../sign-in/sign-in-limits.ts';
import { bannerLeft, confirmedUntil, nextStep } from '../sign-in/sign-in-step.ts';
import { clearFailures, isLocked } from '../sign-in/store.ts';
import { findUser, findUserByEmail, lockUser, markSignInWithoutPassword, rememberSource } from '../users/store.ts';
import { isEnabled, type User } from '../users/types.ts';
import { isNewPlace, openSession } from './open-session.ts';
import type { PortalSession } from './portal-session.ts';
import { sessionLock } from './session-lock.ts';
import { markFactorShown } from './store.ts';

const ASKED_FOR = { purpose: 'sign_in', sessionHash: null } as const;

/** What a browser needs to ask for any passkey of this origin. */
export function askForSignIn(ports: ChallengePorts): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return askForPasskey(ports, { ...ASKED_FOR, userId: null });
}

/** Who may sign in by that passkey; undefined for one who is disabled, or whose agency's provider took the place of passwords. */
async function personOf({ database }: ChallengePorts, { passkey }: ShownPasskey): Promise<User | undefined> {
  const user = await findUser(database.read, passkey.userId);
  const found = user && (await findUserByEmail(database.read, user.email));
  return found?.hasNoPasswordSignIn === true ? undefined : found;
}

/**
 * Opens a session by a passkey alone, which is two factors: the authenticator, and the person whom it verified (SP 800-63B section
 * 2.2.2). Atomic with its audit record. Refuses with `invalid_credentials`, all in one answer: an unknown passkey, a wrong or used
 * answer, a count that is not above the one before, and who is locked, disabled or signs in at their provider.
 */
export async function signInByPasskey(
  ports: ChallengePorts & { audit: Audit; policies: SecurityPolicies; strangers: StrangerAllowance; mail: MailQueue },
  { answer, origin }: { answer: AuthenticationResponseJSON; origin: Origin },
): Promise<PortalSession & { token: Secret }> {
  const { policies } = ports;
  const shown = await checkPasskey(ports, answer);
  const user = shown === null ? undefined : await personOf(ports, shown);
  const attempt =
    shown === null || user === undefined ? null : { shown, user, at: await failuresOf(ports, user, origin) };
  const { policy } = await policies.of(attempt?.user.agencyId ?? null);
  const opened = await ports.database.write(async (tx) => {
    const fault = attempt === null ? 'passkey' : await acceptSignIn(ports, tx, attempt);
    if (attempt === null || fault !== null) {
      await recordRefusal(ports, tx, {
        check: fault ?? 'passkey',
        userId: shown?.passkey.userId ?? null,
        user,
        origin,
      });
      return null;
    }
    const now = ports.clock.now();
    const isFromNewPlace = await isNewPlace(tx.query, attempt.user, origin);
    await markSignInWithoutPassword(tx.query, attempt.user.id, now);
    await rememberSource(tx.query, attempt.user.id, addressKey(origin.source), now);
    const detail = { by: 'passkey', factor_id: attempt.shown.passkey.factorId };
    const session = await openSession(ports, tx, {
      user: attempt.user,
      policy,
      origin,
      isFromNewPlace,
      detail,
    });
    await markFactorShown(tx.query, hashSecret(session.token.reveal()), now);
    return session;
  });
  if (opened === null) {
    throw refuse.invalidCredentials({
      description: 'No account opens by this passkey; sign in by your password, or ask an administrator of your agency',
      isRecorded: true,
    });
  }
  const createdAt = ports.clock.now();
  const facts = { createdAt, hasFactor: true, factorAt: createdAt, passwordAt: null, activeAt: null };
  const rights = rightsOfPerson(opened.user);
  const awaitsBanner = policy.bannerText !== null;
  return {
    ...opened,
    step: nextStep({ ...facts, rights, hasProviderFactor: false, awaitsBanner, hasExpiredPassword: false }, policy),
    banner: bannerLeft({ awaitsBanner }, policy),
    confirmedUntil: confirmedUntil(facts, policy),
    lock: sessionLock(facts, policy, { now: createdAt, isAtPosition: false }),
  };
}

/** Part of the transaction: uses up the answer, or returns what was wrong, and nothing else was written then. */
async function acceptSignIn(
  { database, clock }: Pick<ChallengePorts, 'database' | 'clock'>,
  tx: Transaction,
  { shown, user, at }: { shown: ShownPasskey; user: User; at: Parameters<typeof isLocked>[1] },
): Promise<string | null> {
  const now = clock.now();
  await lockUser(tx.query, database.engine, user.id);
  const current = await findUser(tx.query, user.id);
  if (current === undefined || !isEnabled(current) || (await isLocked(tx.query, at, now))) return 'account';
  const fault = await acceptPasskey(tx, shown, { ...ASKED_FOR, now });
  if (fault === null) await clearFailures(tx.query, user.id, at.place);
  return fault;
}

async function recordRefusal(
  { audit, strangers }: { audit: Audit; strangers: StrangerAllowance },
  tx: Transaction,
  refused: { check: string; userId: string | null; user: User | undefined; origin: Origin },
): Promise<void> {
  const leftOut = strangers.take(refused.origin);
  if (leftOut === null) return;
  await audit.append(tx, {
    actor: ANONYMOUS,
    agencyId: refused.user?.agencyId ?? null,
    action: 'session.opened',
    outcome: 'refused',
    subject: refused.userId,
    origin: refused.origin,
    detail: { check: refused.check, ...leftOut },
  });
}
