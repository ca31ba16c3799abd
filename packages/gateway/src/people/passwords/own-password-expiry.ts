import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { passwordExpiry, REMINDED_DAYS } from './password-age.ts';

const DAY_MS = 86_400_000;

/**
 * When the person's password expires, from two weeks before; null earlier, where the policy lets it grow old, and where they sign in
 * without one.
 */
export async function ownPasswordExpiry(
  { database, clock, policies }: { database: Database; clock: Clock; policies: SecurityPolicies },
  user: User,
): Promise<number | null> {
  const { policy } = await policies.of(user.agencyId);
  const expiresAt = passwordExpiry(user, policy);
  if (expiresAt === null || expiresAt - clock.now() > Math.max(...REMINDED_DAYS) * DAY_MS) return null;
  return (await findUserByEmail(database.read, user.email))?.hasNoPasswordSignIn === true ? null : expiresAt;
}
