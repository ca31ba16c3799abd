import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { findUserByEmail, isKnownSource, markSignedIn, rememberSource } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { type Accounts, type Attempt, acceptProof, provePassword, type SignInPorts } from './prove-password.ts';
import { STRANGERS } from './store.ts';

/** A CAD that signs in anew for every call notifies no more of its place by being noted every time. */
const REMEMBERED_FOR_MS = 60_000;

/**
 * A place that a person has signed in from keeps its own count, and all others share one, so that strangers cannot lock a
 * dispatcher's seat. CJIS AC-7: a lock stays until an administrator releases it.
 */
const USERS: Accounts<User> = {
  prefix: '',
  find: findUserByEmail,
  agencyOf: ({ agencyId }) => agencyId,
  isKnownSource,
  placeOf: (source, isKnown) => (isKnown ? source : STRANGERS),
  lockedForMs: null,
  async markSignedIn(query, { id, passwordHash, lastSignedInAt }, { place, source, now }) {
    if (passwordHash === null || !(await markSignedIn(query, { id, passwordHash, at: now }))) return false;
    const isRemembered = place === source && now - (lastSignedInAt ?? 0) < REMEMBERED_FOR_MS;
    if (!isRemembered) await rememberSource(query, id, source, now);
    return true;
  },
};

export interface PasswordAttempt extends Omit<Attempt<User>, 'isEligible'> {
  /** Only a user of this agency counts; undefined takes anyone (the portal's own sign-in). */
  readonly agencyId?: string | null;
}

/** Who proved the password, and where from, so that the caller can finish in its own transaction. */
export interface ProvenUser {
  readonly user: User;
  readonly place: string;
}

/** As `provePassword`, for a user who is not disabled. */
export async function checkPassword(
  ports: SignInPorts,
  { agencyId, ...attempt }: PasswordAttempt,
): Promise<ProvenUser | null> {
  const isEligible = (user: User) => (agencyId === undefined || user.agencyId === agencyId) && user.disabledAt === null;
  const proof = await provePassword(ports, USERS, { ...attempt, isEligible });
  return proof && { user: proof.account, place: proof.place };
}

/** As `acceptProof`: false where the user was locked or disabled, or their password changed, meanwhile. */
export function acceptUser(
  ports: { clock: Clock },
  tx: Transaction,
  { user, place }: ProvenUser,
  address: string,
): Promise<boolean> {
  return acceptProof(ports, USERS, tx, { account: user, place }, address);
}
