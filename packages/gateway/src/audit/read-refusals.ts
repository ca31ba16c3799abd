import type { Database } from '../database/database.ts';
import { refusalsOfActors, refusalsOfClaims } from './store.ts';
import type { AuditRecord } from './types.ts';

/** The newest refusals of these clients, their own and of whoever only claimed to be one, at most `limit`, newest first. */
export async function readRefusals(
  { read }: Pick<Database, 'read'>,
  clientIds: readonly string[],
  limit: number,
): Promise<readonly AuditRecord[]> {
  if (clientIds.length === 0) return [];
  const own = await refusalsOfActors(read, clientIds, limit);
  const claimed = await refusalsOfClaims(read, clientIds, limit);
  return [...own, ...claimed].sort((left, right) => right.at - left.at).slice(0, limit);
}
