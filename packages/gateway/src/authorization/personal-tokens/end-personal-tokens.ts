import type { Transaction } from '../../database/database.ts';
import type { EndedBy } from '../../people/sessions/end-access.ts';
import { endGrantWithRecord } from '../grants/revoke-grant.ts';
import { grantsOfPerson } from '../grants/store.ts';
import type { AccessParts } from '../parts.ts';
import { PERSONAL_CLIENT_ID } from './personal-client.ts';

/**
 * Part of the caller's transaction: ends every personal token that the person issued to themselves. What they allowed an
 * application as an administrator stays the agency's, and gives nothing while they are disabled or may not allow it. Returns
 * how many were in force.
 */
export async function endPersonalTokens(
  parts: Pick<AccessParts, 'audit' | 'changes' | 'clock' | 'endSubscriptions'>,
  tx: Transaction,
  userId: string,
  { actor, origin }: EndedBy,
): Promise<number> {
  const now = parts.clock.now();
  const personal = await grantsOfPerson(tx.query, { userId, clientId: PERSONAL_CLIENT_ID, now });
  for (const grant of personal) await endGrantWithRecord(parts, tx, { grant, reason: 'person_ended', actor, origin });
  return personal.length;
}
