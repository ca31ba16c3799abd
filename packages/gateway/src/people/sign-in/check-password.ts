import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { findUserByEmail, isKnownSource, markSignedIn, rememberSource } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { type Accounts, type Attempt, acceptProof, provePassword, type SignInPorts } from './prove-password.ts';
import { type Lockout, STRANGERS } from './store.ts';

/** A CAD that signs in anew for every call notifies no more of its place by being noted every time. */
const REMEMBERED_FOR_MS = 60_000;

const MINUTE_MS = 60_000;

/**
 * A place that a person has signed in from keeps its own count, and all others share one, so that strangers cannot lock a
 * dispatcher's seat. How many failures lock, and until when, is the policy of the person's agency.
 */
const USERS: Accounts<User> = {
  prefix: '',
  find: findUserByEmail,
  agencyOf: ({ agencyId }) => agencyId,
  isKnownSource,
  placeOf: (source, isKnown) => (isKnown ? source : STRANGERS),
  recordsLocks: true,
  async markSignedIn(query, { id, passwordHash, lastSignedInAt }, { place, source, now }) {
    if (passwordHash === null || !(await markSignedIn(query, { id, passwordHash, at: now }))) return false;
    const isRemembered = place === source && now - (lastSignedInAt ?? 0) < REMEMBERED_FOR_MS;
    if (!isRemembered) await rememberSource(query, id, source, now);
    return true;
  },
};

/** How many failures lock a person of that agency, and for how long. */
export async function lockoutUnder(policies: SecurityPolicies, agencyId: string | null): Promise<Lockout> {
  const { policy } = await policies.of(agencyId);
  return {
    failures: policy.lockoutFailures,
    windowMs: policy.lockoutWindowMinutes * MINUTE_MS,
    lockedForMs: policy.lockoutMinutes && policy.lockoutMinutes * MINUTE_MS,
  };
}

export interface UserSignInPorts extends SignInPorts {
  readonly policies: SecurityPolicies;
}

export interface PasswordAttempt extends Omit<Attempt<User>, 'isEligible' | 'lockoutOf'> {
  /** Only a user of this agency counts; undefined takes anyone (the portal's own sign-in). */
  readonly agencyId?: string | null;
}

/** Who proved the password, and where from, so that the caller can finish in its own transaction. */
export interface ProvenUser {
  readonly user: User;
  readonly place: string;
  readonly lockout: Lockout;
}

/** As `provePassword`, for a user who is not disabled. Whose agency is disabled learns that with the right password (`invalid_credentials`). */
export async function checkPassword(
  ports: UserSignInPorts,
  { agencyId, ...attempt }: PasswordAttempt,
): Promise<ProvenUser | null> {
  const lockoutOf = (user: User) => lockoutUnder(ports.policies, user.agencyId);
  const isEligible = (user: User) =>
    (agencyId === undefined || user.agencyId === agencyId) &&
    user.disabledAt === null &&
    user.hasNoPasswordSignIn !== true;
  const proof = await provePassword(ports, USERS, { ...attempt, isEligible, lockoutOf });
  if (proof?.account.isAgencyDisabled === true) {
    throw refuse.invalidCredentials({ description: 'Your agency is disabled on this server; ask whoever operates it' });
  }
  return proof && { user: proof.account, place: proof.place, lockout: proof.lockout };
}

/** As `acceptProof`: false where the user was locked or disabled, or their password changed, meanwhile. */
export function acceptUser(
  ports: { clock: Clock },
  tx: Transaction,
  { user, ...proof }: ProvenUser,
  address: string,
): Promise<boolean> {
  return acceptProof(ports, USERS, tx, { account: user, ...proof }, address);
}
