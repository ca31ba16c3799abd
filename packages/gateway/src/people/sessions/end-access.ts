import type { Actor } from '../../audit/types.ts';
import { endDeeplinksOfUser } from '../../authorization/deeplinks/store.ts';
import { endGrantWithRecord } from '../../authorization/grants/revoke-grant.ts';
import { grantsOfPerson } from '../../authorization/grants/store.ts';
import type { AccessParts } from '../../authorization/parts.ts';
import { PERSONAL_CLIENT_ID } from '../../authorization/personal-tokens/personal-client.ts';
import type { Transaction } from '../../database/database.ts';
import type { Origin } from '../../kernel/origin.ts';
import { startTokenGeneration } from '../users/store.ts';
import { endSessionsOfUser } from './store.ts';

/**
 * Part of the caller's transaction: ends every portal session and deeplink of the user, every personal token they issued to
 * themselves, every webhook subscription their tokens made, and voids every token issued to them so far, on every process
 * within a second. What they allowed an application as an administrator stays the agency's, and gives nothing while they
 * are disabled or may not allow it. Returns how many sessions, deeplinks and personal tokens were open.
 */
export async function endAccess(
  parts: Pick<AccessParts, 'audit' | 'changes' | 'clock' | 'endSubscriptions'>,
  tx: Transaction,
  userId: string,
  by: { actor: Actor; origin: Origin },
): Promise<number> {
  const now = parts.clock.now();
  const sessions = await endSessionsOfUser(tx.query, userId, now);
  const deeplinks = await endDeeplinksOfUser(tx.query, userId, now);
  await startTokenGeneration(tx.query, userId);
  const personal = await grantsOfPerson(tx.query, { userId, clientId: PERSONAL_CLIENT_ID, now });
  for (const grant of personal) await endGrantWithRecord(parts, tx, { grant, reason: 'person_ended', ...by });
  await parts.endSubscriptions(tx, { userId });
  await parts.changes.publish(tx, 'user_tokens', userId);
  return sessions + deeplinks + personal.length;
}
