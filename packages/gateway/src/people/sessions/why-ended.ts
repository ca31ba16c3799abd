import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { findUser } from '../users/store.ts';
import type { EndReason } from './end-reason.ts';
import { findEndReason, findLastOfSession } from './store.ts';

/**
 * Why the session of that token is over; null where there was none, or it is longer ago than ends are kept. It is asked by whoever
 * has the token itself: nobody else learns that there was a session.
 */
export async function whyEnded(
  { database, clock, policies }: { database: Database; clock: Clock; policies: SecurityPolicies },
  token: string,
): Promise<EndReason | null> {
  const tokenHash = hashSecret(token);
  const noted = await findEndReason(database.read, tokenHash);
  if (noted !== undefined) return noted;
  const session = await findLastOfSession(database.read, tokenHash);
  if (session === undefined) return null;
  const user = await findUser(database.read, session.userId);
  if (user === undefined || user.disabledAt !== null) return 'account_disabled';
  if (user.isAgencyDisabled === true) return 'agency_disabled';
  const { policy } = await policies.of(user.agencyId);
  const isOver = session.expiresAt <= clock.now();
  // It would go on by what was in force when it was opened.
  if (!isOver && session.createdAt + policy.sessionHours * HOUR_MS <= clock.now()) return 'policy_changed';
  return isOver ? 'expired' : null;
}

const HOUR_MS = 3_600_000;
