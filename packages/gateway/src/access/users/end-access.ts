import type { Transaction } from '../../database/database.ts';
import { endDeeplinksOfUser } from '../deeplinks/store.ts';
import type { AccessParts } from '../parts.ts';
import { endSessionsOfUser } from '../sessions/store.ts';
import { startTokenGeneration } from './store.ts';

/**
 * Part of the caller's transaction: ends every portal session and deeplink of the user and voids every token issued to
 * them so far, on every process within a second. Returns how many sessions and deeplinks were open.
 */
export async function endAccess(
  { changes, clock }: Pick<AccessParts, 'changes' | 'clock'>,
  tx: Transaction,
  userId: string,
): Promise<number> {
  const now = clock.now();
  const sessions = await endSessionsOfUser(tx.query, userId, now);
  const deeplinks = await endDeeplinksOfUser(tx.query, userId, now);
  await startTokenGeneration(tx.query, userId);
  await changes.publish(tx, 'user_tokens', userId);
  return sessions + deeplinks;
}
