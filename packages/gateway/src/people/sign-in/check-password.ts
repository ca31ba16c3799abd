import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { findUserByEmail, isKnownSource, markSignedIn, normaliseEmail, rememberSource } from '../users/store.ts';
import type { User } from '../users/types.ts';
import type { SignInLimits, StrangerAllowance } from './sign-in-limits.ts';
import { clearFailures, countFailure, isLocked, STRANGERS } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly limits: SignInLimits;
  readonly strangers: StrangerAllowance;
  readonly passwords: PasswordHasher;
}

/** CJIS AC-7: five failures within fifteen minutes lock until an administrator releases. */
const FAILURES_TO_LOCK = 5;
/** A CAD that signs in anew for every call tells no more of its place by being noted every time. */
const REMEMBERED_FOR_MS = 60_000;
const WINDOW_MS = 15 * 60_000;

export interface PasswordAttempt {
  readonly email: string;
  readonly password: string;
  /** Only a user of this agency counts; undefined takes anyone (the portal's own sign-in). */
  readonly agencyId?: string | null;
  /** Which way in: what the audit record is called. */
  readonly action: 'session.opened' | 'token.issued';
  /** The client that carries the password, where there is one. */
  readonly clientId?: string;
  readonly origin: Origin;
}

/** Who proved the password, and where from, so that the caller can finish in its own transaction. */
export interface ProvenUser {
  readonly user: User;
  readonly place: string;
}

/**
 * The user whose password this is, or null after the failure was counted and recorded, in one transaction. Unknown,
 * disabled, locked, of another agency and wrong are one answer at one cost. A place that person has signed in from keeps
 * its own count, so that strangers cannot lock a dispatcher's seat. Refuses floods with `too_many_requests` before any
 * hashing: per name and place, and per address over all names.
 */
export async function checkPassword(ports: Ports, attempt: PasswordAttempt): Promise<ProvenUser | null> {
  const { database, limits, passwords } = ports;
  const source = addressKey(attempt.origin.source);
  const email = normaliseEmail(attempt.email);
  const user = await findUserByEmail(database.read, email);
  const isKnown = user !== undefined && (await isKnownSource(database.read, user.id, source));
  const place = isKnown ? source : STRANGERS;
  const signInKey = `${email} ${place}`;
  // A flood on some names must not keep another person out who comes from the same address: their first try is counted apart.
  const addressLimit = limits.isUntouched('signIns', signInKey) ? 'names' : 'failures';
  limits.take('signIns', signInKey);
  if (!isKnown) limits.take(addressLimit, source);
  const requester = isKnown ? { isKnown, key: user.id } : { isKnown, key: source };
  const isRight = await passwords.verify(attempt.password, user?.passwordHash ?? null, requester);
  const isEligible = user !== undefined && isOfAgency(user, attempt.agencyId) && user.disabledAt === null;
  if (isRight && isEligible && !(await isLocked(database.read, user.id, place))) {
    limits.refund('signIns', signInKey);
    if (!isKnown) limits.refund(addressLimit, source);
    return { user, place };
  }
  await recordFailure(ports, attempt, isRight || !isEligible ? null : { user, place }, user);
  return null;
}

function isOfAgency(user: User, agencyId: string | null | undefined): boolean {
  return agencyId === undefined || user.agencyId === agencyId;
}

/** Call first in the transaction that uses the proof: false when the user was locked or disabled meanwhile. */
export async function acceptProof(
  { clock }: { clock: Clock },
  tx: Transaction,
  { user, place }: ProvenUser,
  address: string,
): Promise<boolean> {
  const now = clock.now();
  const source = addressKey(address);
  const { id, passwordHash } = user;
  if (passwordHash === null || !(await markSignedIn(tx.query, { id, passwordHash, at: now }))) return false;
  if (await isLocked(tx.query, id, place)) return false;
  await clearFailures(tx.query, id, place);
  const isRemembered = place === source && now - (user.lastSignedInAt ?? 0) < REMEMBERED_FOR_MS;
  if (!isRemembered) await rememberSource(tx.query, id, source, now);
  return true;
}

/** `counted` is null where there is nothing to count: no such user, or the right password of a locked one. */
async function recordFailure(
  { database, audit, clock, strangers }: Pick<Ports, 'database' | 'audit' | 'clock' | 'strangers'>,
  attempt: PasswordAttempt,
  counted: ProvenUser | null,
  user: User | undefined,
): Promise<void> {
  // Whoever it was proved nothing: the person they claimed to be is the subject.
  const entry = {
    actor: ANONYMOUS,
    agencyId: user?.agencyId ?? null,
    subject: user?.id ?? null,
    origin: attempt.origin,
    outcome: 'refused',
  } as const;
  const leftOut = strangers.take(attempt.origin);
  await database.write(async (tx) => {
    const now = clock.now();
    const hasLocked =
      counted !== null &&
      (await countFailure(tx.query, {
        userId: counted.user.id,
        place: counted.place,
        now,
        windowMs: WINDOW_MS,
        limit: FAILURES_TO_LOCK,
      }));
    if (leftOut !== null) {
      await audit.append(tx, {
        ...entry,
        action: attempt.action,
        detail: {
          check: 'password',
          ...(attempt.clientId !== undefined && { client_id: attempt.clientId }),
          ...leftOut,
        },
      });
    }
    if (hasLocked) await audit.append(tx, { ...entry, action: 'user.locked', detail: { place: counted.place } });
  });
}
