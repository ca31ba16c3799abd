import type { SecurityPolicy } from '../policies/policy.ts';
import type { User } from '../users/types.ts';

const DAY_MS = 86_400_000;

/** So many days before a password expires its person is reminded, in the portal from the first of them on. */
export const REMINDED_DAYS = [14, 3] as const;

type Aged = Pick<User, 'passwordHash' | 'passwordChangedAt' | 'createdAt'>;

/** When the person's password is to be changed (CJIS IA-5); null where the policy never asks, and where there is none. */
export function passwordExpiry(
  { passwordHash, passwordChangedAt, createdAt }: Aged,
  { passwordMaximumAgeDays }: SecurityPolicy,
): number | null {
  if (passwordMaximumAgeDays === null || passwordHash === null) return null;
  return (passwordChangedAt ?? createdAt) + passwordMaximumAgeDays * DAY_MS;
}

/** True where the person's password is older than the policy lets one be (CJIS IA-5). Whoever has none has nothing to change. */
export function isPasswordExpired(user: Aged, policy: SecurityPolicy, now: number): boolean {
  const expiresAt = passwordExpiry(user, policy);
  return expiresAt !== null && expiresAt <= now;
}
