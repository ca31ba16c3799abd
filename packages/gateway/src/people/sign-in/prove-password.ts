import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { normaliseEmail } from '../users/email-address.ts';
import type { SignInLimits, StrangerAllowance } from './sign-in-limits.ts';
import { clearFailures, countFailure, isLocked, type Lockout } from './store.ts';

/** What a sign-in by password works with. */
export interface SignInPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly limits: SignInLimits;
  readonly strangers: StrangerAllowance;
  readonly passwords: PasswordHasher;
}

export interface Account {
  readonly id: string;
  readonly passwordHash: string | null;
}

type Query = Database['read'];

/** A kind of account that signs in by a password: where its rows are, and what wrong passwords lock. */
export interface Accounts<A extends Account> {
  /** Before the names of its allowances, so that one kind of account uses up none of another's. */
  readonly prefix: string;
  find(query: Query, email: string): Promise<A | undefined>;
  agencyOf(account: A): string | null;
  /** True where that account has signed in from that source before. */
  isKnownSource(query: Query, id: string, source: string): Promise<boolean>;
  /** Under which place the failures from a source are counted. */
  placeOf(source: string, isKnown: boolean): string;
  /** True where the beginning of a lock is recorded. */
  readonly recordsLocks: boolean;
  /** Notes a sign-in. False, and nothing written, where the account or its password changed since it was read. */
  markSignedIn(query: Query, account: A, signedIn: { place: string; source: string; now: number }): Promise<boolean>;
}

export interface Attempt<A> {
  readonly email: string;
  readonly password: string;
  /** False where the account is not one that may come in this way, whatever the password. */
  readonly isEligible: (account: A) => boolean;
  /** How many wrong passwords lock that account, for how long. */
  readonly lockoutOf: (account: A) => Promise<Lockout>;
  /** Which way in: what the audit record is called. */
  readonly action:
    | 'session.opened'
    | 'token.issued'
    | 'developer.session_opened'
    | 'user.password_set'
    | 'session.factor_shown';
  /** The client that carries the password, where there is one. */
  readonly clientId?: string | undefined;
  readonly origin: Origin;
}

/** Whose password was proved, and where from, so that the caller can finish in its own transaction. */
export interface Proof<A> {
  readonly account: A;
  readonly place: string;
  readonly lockout: Lockout;
}

/**
 * The account whose password this is, or null after the failure was counted and recorded, in one transaction. Unknown, not
 * eligible, locked and wrong are one answer at one cost. Refuses floods with `too_many_requests` before any hashing: per name and
 * place, and per address over all names; such a refusal comes after a pause.
 */
export async function provePassword<A extends Account>(
  ports: SignInPorts,
  accounts: Accounts<A>,
  attempt: Attempt<A>,
): Promise<Proof<A> | null> {
  const { database, clock, limits, passwords } = ports;
  const source = addressKey(attempt.origin.source);
  const email = normaliseEmail(attempt.email);
  const account = await accounts.find(database.read, email);
  const isKnown = account !== undefined && (await accounts.isKnownSource(database.read, account.id, source));
  const place = accounts.placeOf(source, isKnown);
  const signInKey = `${accounts.prefix}${email} ${place}`;
  const key = isKnown ? `${accounts.prefix}${account.id}` : source;
  // A flood on some names must not keep another person out who comes from the same address: their first try is counted apart.
  const addressLimit = limits.isUntouched('signIns', signInKey) ? 'names' : 'failures';
  const verify = async () => {
    limits.take('signIns', signInKey);
    if (!isKnown) limits.take(addressLimit, source);
    return passwords.verify(attempt.password, account?.passwordHash ?? null, { isKnown, key });
  };
  const isRight = await verify().catch(async (err) => {
    await limits.delayRefusal();
    throw err;
  });
  const proof =
    account !== undefined && attempt.isEligible(account)
      ? { account, place, lockout: await attempt.lockoutOf(account) }
      : null;
  if (isRight && proof !== null && !(await isLocked(database.read, placeOf(proof), clock.now()))) {
    limits.refund('signIns', signInKey);
    if (!isKnown) limits.refund(addressLimit, source);
    return proof;
  }
  // The right password of a locked account is not counted: whoever has it is no guesser.
  const counted = isRight ? null : proof;
  await recordFailure(ports, accounts, attempt, { account, counted });
  return null;
}

/** Call first in the transaction that uses the proof: false where the account was locked, ended or changed meanwhile. */
export async function acceptProof<A extends Account>(
  { clock }: { clock: Clock },
  accounts: Accounts<A>,
  tx: Transaction,
  proof: Proof<A>,
  address: string,
): Promise<boolean> {
  const now = clock.now();
  const { account, place } = proof;
  const signedIn = { place, source: addressKey(address), now };
  if (!(await accounts.markSignedIn(tx.query, account, signedIn))) return false;
  if (await isLocked(tx.query, placeOf(proof), now)) return false;
  await clearFailures(tx.query, account.id, place);
  return true;
}

function placeOf({ account, place, lockout }: Proof<Account>) {
  return { accountId: account.id, place, lockout };
}

async function recordFailure<A extends Account>(
  { database, audit, clock, strangers }: SignInPorts,
  accounts: Accounts<A>,
  attempt: Attempt<A>,
  { account, counted }: { account: A | undefined; counted: Proof<A> | null },
): Promise<void> {
  // Whoever it was proved nothing: the person they claimed to be is the subject.
  const entry = {
    actor: ANONYMOUS,
    agencyId: account === undefined ? null : accounts.agencyOf(account),
    subject: account?.id ?? null,
    origin: attempt.origin,
    outcome: 'refused',
  } as const;
  const leftOut = strangers.take(attempt.origin);
  await database.write(async (tx) => {
    const hasLocked = counted !== null && (await countFailure(tx.query, placeOf(counted), clock.now()));
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
    if (hasLocked && accounts.recordsLocks)
      await audit.append(tx, { ...entry, action: 'user.locked', detail: { place: counted?.place } });
  });
}
