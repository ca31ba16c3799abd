import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

export interface UsedKey {
  readonly requestHash: string;
  readonly incidentId: string;
  readonly receipt: unknown;
}

/** What this client's key was first used for, or nothing. */
export async function findUsedKey(query: Kysely<Schema>, clientId: string, key: string): Promise<UsedKey | undefined> {
  const row = await query
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'incident_id', 'receipt'])
    .where('client_id', '=', clientId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    requestHash: row.request_hash,
    incidentId: row.incident_id,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as unknown),
  };
}

/** False where the key was used before, and nothing written. Waits for another transaction that writes the same key. */
export async function insertUsedKey(
  query: Kysely<Schema>,
  use: UsedKey & { clientId: string; key: string; createdAt: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('idempotency_keys')
    .values({
      client_id: use.clientId,
      key: use.key,
      request_hash: use.requestHash,
      incident_id: use.incidentId,
      created_at: use.createdAt,
      receipt: JSON.stringify(use.receipt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
