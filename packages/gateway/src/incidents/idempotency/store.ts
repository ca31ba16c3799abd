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

/** Removes the keys under which these incidents were written. */
export async function deleteKeysOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<void> {
  await query.deleteFrom('idempotency_keys').where('incident_id', 'in', incidentIds).execute();
}

/** Removes up to `limit` idempotency keys that were first used before `before`. */
export async function deleteIdempotencyKeys(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const old = await query
    .selectFrom('idempotency_keys')
    .select(['client_id', 'key'])
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(limit)
    .execute();
  if (old.length === 0) return 0;
  const { numDeletedRows } = await query
    .deleteFrom('idempotency_keys')
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('client_id', 'key'),
        'in',
        old.map((row) => tuple(row.client_id, row.key)),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
