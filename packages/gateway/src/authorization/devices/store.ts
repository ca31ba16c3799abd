import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { DeviceAuthorization } from './types.ts';

/** A device that asks late still learns that its code has expired. */
const KEPT_AFTER_EXPIRY_MS = 86_400_000;

function toAuthorization(row: Selectable<Schema['device_authorizations']>): DeviceAuthorization {
  return {
    deviceCodeHash: row.device_code_hash,
    userCode: row.user_code,
    clientId: row.client_id,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    intervalSeconds: row.interval_seconds,
    decidedAt: row.decided_at,
    grantId: row.grant_id,
    redeemedAt: row.redeemed_at,
  };
}

/** Stores a device's request and removes those that gave nothing and ran out a day ago. False where the user code is taken. */
export async function insertDeviceAuthorization(
  query: Kysely<Schema>,
  asked: Omit<DeviceAuthorization, 'decidedAt' | 'grantId' | 'redeemedAt'>,
): Promise<boolean> {
  await query
    .deleteFrom('device_authorizations')
    .where('expires_at', '<=', asked.createdAt - KEPT_AFTER_EXPIRY_MS)
    .where('redeemed_at', 'is', null)
    .execute();
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('device_authorizations')
    .values({
      device_code_hash: asked.deviceCodeHash,
      user_code: asked.userCode,
      client_id: asked.clientId,
      scopes: JSON.stringify(asked.scopes),
      created_at: asked.createdAt,
      expires_at: asked.expiresAt,
      interval_seconds: asked.intervalSeconds,
      polled_at: null,
      decided_at: null,
      grant_id: null,
      redeemed_at: null,
    })
    .onConflict((conflict) => conflict.column('user_code').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findByDeviceCode(
  query: Kysely<Schema>,
  deviceCodeHash: string,
): Promise<DeviceAuthorization | undefined> {
  const row = await query
    .selectFrom('device_authorizations')
    .selectAll()
    .where('device_code_hash', '=', deviceCodeHash)
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** A request that waits for its answer at `now`, or nothing. */
export async function findWaitingByUserCode(
  query: Kysely<Schema>,
  userCode: string,
  now: number,
): Promise<DeviceAuthorization | undefined> {
  const row = await query
    .selectFrom('device_authorizations')
    .selectAll()
    .where('user_code', '=', userCode)
    .where('decided_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** Answers a waiting request with a grant, or with null for a no. One conditional update: of two at once, one gets true. */
export async function decideDevice(
  query: Kysely<Schema>,
  decided: { deviceCodeHash: string; grantId: string | null; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('device_authorizations')
    .set({ decided_at: decided.now, grant_id: decided.grantId, user_code: null })
    .where('device_code_hash', '=', decided.deviceCodeHash)
    .where('decided_at', 'is', null)
    .where('expires_at', '>', decided.now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes a poll and returns true where it kept to the interval; a poll that did not makes it longer. */
export async function notePoll(
  query: Kysely<Schema>,
  polled: { deviceCodeHash: string; now: number; moreSeconds: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('device_authorizations')
    .set({ polled_at: polled.now })
    .where('device_code_hash', '=', polled.deviceCodeHash)
    .where((eb) =>
      eb.or([
        eb('polled_at', 'is', null),
        eb(eb('polled_at', '+', eb('interval_seconds', '*', 1000)), '<=', polled.now),
      ]),
    )
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return true;
  await query
    .updateTable('device_authorizations')
    .set((eb) => ({ polled_at: polled.now, interval_seconds: eb('interval_seconds', '+', polled.moreSeconds) }))
    .where('device_code_hash', '=', polled.deviceCodeHash)
    .execute();
  return false;
}

/** Spends a device code. One conditional update: of any number of uses at once, one gets true. */
export async function spendDeviceCode(query: Kysely<Schema>, deviceCodeHash: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('device_authorizations')
    .set({ redeemed_at: now })
    .where('device_code_hash', '=', deviceCodeHash)
    .where('redeemed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Forgets every device that waits or was answered: it shows a new code. */
export async function deleteAllDeviceAuthorizations(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('device_authorizations').execute();
}
