import type { Database } from '../database/database.ts';
import { refusalsOfActors } from './store.ts';
import type { AuditRecord } from './types.ts';

/** The newest refusals of these actors, at most `limit`, newest first. */
export async function readRefusals(
  { read }: Pick<Database, 'read'>,
  actorIds: readonly string[],
  limit: number,
): Promise<readonly AuditRecord[]> {
  return actorIds.length === 0 ? [] : refusalsOfActors(read, actorIds, limit);
}
