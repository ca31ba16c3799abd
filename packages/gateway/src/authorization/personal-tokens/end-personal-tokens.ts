import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { EndedBy } from '../../people/sessions/end-access.ts';
import { type EndSubscriptions, endGrantWithRecord } from '../grants/revoke-grant.ts';
import { grantsOfPerson } from '../grants/store.ts';
import { PERSONAL_CLIENT_ID } from './personal-client.ts';

interface Ports {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly endSubscriptions: EndSubscriptions;
}

/**
 * Part of the caller's transaction: ends every personal token that the person issued to themselves. What they allowed an
 * application as an administrator stays the agency's, and gives nothing while they are disabled or may not allow it. Returns
 * how many were in force.
 */
export async function endPersonalTokens(
  ports: Ports,
  tx: Transaction,
  userId: string,
  { actor, origin }: EndedBy,
): Promise<number> {
  const now = ports.clock.now();
  const personal = await grantsOfPerson(tx.query, { userId, clientId: PERSONAL_CLIENT_ID, now });
  for (const grant of personal) await endGrantWithRecord(ports, tx, { grant, reason: 'person_ended', actor, origin });
  return personal.length;
}
