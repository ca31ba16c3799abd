import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, type Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { listFactors } from '../factors/manage-factors.ts';
import { isPasswordExpired } from '../passwords/password-age.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { isPositionOf } from '../positions/dispatch-positions.ts';
import { rightsOfPerson } from '../rights/rights.ts';
import { acceptUser, checkPassword } from '../sign-in/check-password.ts';
import type { SignInLimits, StrangerAllowance } from '../sign-in/sign-in-limits.ts';
import { bannerLeft, confirmedUntil, nextStep, type SignInStep } from '../sign-in/sign-in-step.ts';
import { findUser } from '../users/store.ts';
import { isEnabled } from '../users/types.ts';
import { isNewPlace, type OpenedSession, openSession } from './open-session.ts';
import { type SessionLock, sessionLock } from './session-lock.ts';
import { deleteSession, findSession } from './store.ts';

/** A session with what is left of its sign-in. */
export interface PortalSession extends OpenedSession {
  /** Null where the sign-in is complete. */
  readonly step: SignInStep | null;
  /** What the person has to acknowledge, or may, of the policy's banner; null where nothing. */
  readonly banner: string | null;
  /** When it was last noted that the session was used; missing where it has just begun, null where nobody noted it. */
  readonly lastSeenAt?: number | null;
  /** Until when nothing asks for a factor again; null where the policy never does. */
  readonly confirmedUntil: number | null;
  readonly lock: SessionLock;
  /** When its person was last noted as active; missing where it has just begun, null where nobody noted it. */
  readonly activeAt?: number | null;
}

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
  readonly limits: SignInLimits;
  readonly strangers: StrangerAllowance;
  readonly passwords: PasswordHasher;
  readonly policies: SecurityPolicies;
  readonly mail: MailQueue;
}

const HOUR_MS = 3_600_000;
const WRONG =
  'The e-mail or the password is wrong, or the account is locked. An administrator of your agency can release a lock';

/** Opens a session of as many hours as the policy lets it last, atomically with its audit record. Refuses with `invalid_credentials`. */
export async function signIn(
  ports: Pick<
    Ports,
    'database' | 'audit' | 'clock' | 'random' | 'limits' | 'strangers' | 'passwords' | 'policies' | 'mail'
  >,
  request: { email: string; password: string; origin: Origin },
): Promise<PortalSession & { token: Secret }> {
  const { origin } = request;
  const proof = await checkPassword(ports, { ...request, action: 'session.opened' });
  if (proof === null) throw refuse.invalidCredentials({ description: WRONG, isRecorded: true });
  const { policy } = await ports.policies.of(proof.user.agencyId);
  const isFromNewPlace = await isNewPlace(ports.database.read, proof.user, origin);
  const hasOldPassword = isPasswordExpired(proof.user, policy, ports.clock.now());
  const opened = await ports.database.write(async (tx) => {
    if (!(await acceptUser(ports, tx, proof, origin.source))) throw refuse.invalidCredentials({ description: WRONG });
    return openSession(ports, tx, { user: proof.user, policy, origin, isFromNewPlace, hasOldPassword });
  });
  const { factors } = await listFactors(ports, proof.user.id);
  const facts = {
    rights: rightsOfPerson(proof.user),
    hasFactor: factors.length > 0,
    factorAt: null,
    hasProviderFactor: false,
    awaitsBanner: policy.bannerText !== null,
    hasExpiredPassword: hasOldPassword,
  };
  const createdAt = ports.clock.now();
  const justNow = { createdAt, hasFactor: false, factorAt: null, passwordAt: null, activeAt: null };
  return {
    ...opened,
    step: nextStep(facts, policy),
    banner: bannerLeft(facts, policy),
    confirmedUntil: confirmedUntil(justNow, policy),
    lock: sessionLock(justNow, policy, { now: createdAt, isAtPosition: false }),
  };
}

/**
 * The open session of this token, or null: unknown, ended, expired, or its user or their agency disabled. A policy that was made stricter since
 * it was opened ends it sooner, and `positionToken`, of a dispatch position of their agency, keeps it from being locked for want of use.
 */
export async function findPortalSession(
  { database, clock, policies }: { database: Database; clock: Clock; policies: SecurityPolicies },
  token: string,
  positionToken?: string,
): Promise<PortalSession | null> {
  const now = clock.now();
  const session = await findSession(database.read, hashSecret(token), now);
  if (session === undefined) return null;
  const user = await findUser(database.read, session.userId);
  if (user === undefined || !isEnabled(user)) return null;
  // Read with the session itself: one that is ended between the two reads is not of the generation after.
  const { createdAt, tokenGeneration, lastSeenAt } = session;
  const { policy } = await policies.of(user.agencyId);
  const expiresAt = Math.min(session.expiresAt, createdAt + policy.sessionHours * HOUR_MS);
  if (expiresAt <= now) return null;
  const isAtPosition =
    policy.idleLockMinutes !== null &&
    (await isPositionOf({ database }, { agencyId: user.agencyId, token: positionToken }));
  // A policy that is made stricter asks at the next sign-in: a change in the middle of a shift would silence a queue.
  const hasExpiredPassword = session.hasOldPassword && isPasswordExpired(user, policy, now);
  const step = nextStep({ ...session, rights: rightsOfPerson(user), hasExpiredPassword }, policy);
  return {
    user: { ...user, tokenGeneration },
    expiresAt,
    step,
    banner: bannerLeft(session, policy),
    lastSeenAt,
    confirmedUntil: confirmedUntil(session, policy),
    activeAt: session.activeAt,
    lock: sessionLock(session, policy, { now, isAtPosition }),
  };
}

/** Ends the session, on every process within a second, atomically with its audit record. An unknown token changes nothing. */
export async function signOut(
  { database, audit, clock, changes }: Pick<Ports, 'database' | 'audit' | 'clock' | 'changes'>,
  request: { token: string; userId: string; agencyId: string | null; origin: Origin },
): Promise<void> {
  await database.write(async (tx) => {
    await deleteSession(tx.query, hashSecret(request.token), { reason: 'signed_out', at: clock.now() });
    await changes.publish(tx, 'session', request.userId);
    await audit.append(tx, {
      actor: { kind: 'user', id: request.userId },
      agencyId: request.agencyId,
      action: 'session.closed',
      outcome: 'success',
      origin: request.origin,
    });
  });
}
