import type { SecurityPolicy } from '../policies/policy.ts';
import type { User } from '../users/types.ts';

const DAY_MS = 86_400_000;

/** True where the person's password is older than the policy lets one be (CJIS IA-5). Whoever has none has nothing to change. */
export function isPasswordExpired(
  { passwordHash, passwordChangedAt, createdAt }: Pick<User, 'passwordHash' | 'passwordChangedAt' | 'createdAt'>,
  { passwordMaximumAgeDays }: SecurityPolicy,
  now: number,
): boolean {
  if (passwordMaximumAgeDays === null || passwordHash === null) return false;
  return (passwordChangedAt ?? createdAt) + passwordMaximumAgeDays * DAY_MS <= now;
}
