import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type PasswordGrantUse, passwordGrantUsesOf } from './store.ts';

/** Who signs in by the password grant through a client of the agency, from where, when last and how often in thirty days, the latest first. */
export function listPasswordGrants(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly PasswordGrantUse[]> {
  return passwordGrantUsesOf(database.read, agencyId, clock.now());
}
