import type { Database } from '../../database/database.ts';
import { type PasswordGrantUse, passwordGrantUsesOf } from './store.ts';

/** Who signs in by the password grant through a client of the agency, from where and when last, the latest first. */
export function listPasswordGrants(
  { database }: { database: Database },
  agencyId: string,
): Promise<readonly PasswordGrantUse[]> {
  return passwordGrantUsesOf(database.read, agencyId);
}
