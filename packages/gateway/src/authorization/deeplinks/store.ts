import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { DeeplinkView } from '../clients/types.ts';

/** What a deeplink looks for: an E.164 number, or an alert id. */
export interface DeeplinkQuery {
  readonly kind: 'phone' | 'alert';
  readonly given: string;
  readonly value: string;
}

/** A URL that opens the portal, signed in, on one query. Its row is the session that it opens. */
export interface Deeplink {
  readonly id: string;
  readonly userId: string;
  readonly clientId: string;
  readonly agencyId: string;
  readonly query: DeeplinkQuery;
  readonly view: DeeplinkView;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Hash of the cookie of the browser that redeemed it first; null until then. */
  readonly ownerHash: string | null;
  readonly endedAt: number | null;
}

function toDeeplink(row: Selectable<Schema['deeplinks']>): Deeplink {
  return {
    id: row.id,
    userId: row.user_id,
    clientId: row.client_id,
    agencyId: row.agency_id,
    query: { kind: row.query_kind as DeeplinkQuery['kind'], given: row.query_given, value: row.query_value },
    view: row.view as DeeplinkView,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ownerHash: row.owner_hash,
    endedAt: row.ended_at,
  };
}

export async function insertDeeplink(query: Kysely<Schema>, deeplink: Deeplink, ticketHash: string): Promise<void> {
  await query
    .insertInto('deeplinks')
    .values({
      id: deeplink.id,
      ticket_hash: ticketHash,
      user_id: deeplink.userId,
      client_id: deeplink.clientId,
      agency_id: deeplink.agencyId,
      query_kind: deeplink.query.kind,
      query_given: deeplink.query.given,
      query_value: deeplink.query.value,
      view: deeplink.view,
      created_at: deeplink.createdAt,
      expires_at: deeplink.expiresAt,
      owner_hash: null,
      redeemed_at: null,
      ended_at: null,
    })
    .execute();
}

export async function findDeeplinkByTicket(query: Kysely<Schema>, ticketHash: string): Promise<Deeplink | undefined> {
  const row = await query.selectFrom('deeplinks').selectAll().where('ticket_hash', '=', ticketHash).executeTakeFirst();
  return row && toDeeplink(row);
}

export async function findDeeplink(query: Kysely<Schema>, id: string): Promise<Deeplink | undefined> {
  const row = await query.selectFrom('deeplinks').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toDeeplink(row);
}

/** Gives an unredeemed, open deeplink to a browser. One conditional update: of two browsers at once one gets true. */
export async function claimDeeplink(
  query: Kysely<Schema>,
  claim: { id: string; ownerHash: string; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('deeplinks')
    .set({ owner_hash: claim.ownerHash, redeemed_at: claim.now })
    .where('id', '=', claim.id)
    .where('owner_hash', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', claim.now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends every deeplink of the user and returns how many were redeemed and open at `now`. */
export async function endDeeplinksOfUser(query: Kysely<Schema>, userId: string, now: number): Promise<number> {
  const rows = await query
    .updateTable('deeplinks')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('redeemed_at')
    .execute();
  return rows.filter(({ redeemed_at }) => redeemed_at !== null).length;
}

/** Ends every deeplink into the agency. */
export async function endDeeplinksOfAgency(query: Kysely<Schema>, agencyId: string, now: number): Promise<void> {
  await query
    .updateTable('deeplinks')
    .set({ ended_at: now })
    .where('agency_id', '=', agencyId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
}

/** True where a deeplink of the agency that is still open belongs to that browser. */
export async function ownsOpenDeeplink(
  query: Kysely<Schema>,
  owner: { ownerHash: string; agencyId: string; now: number },
): Promise<boolean> {
  const row = await query
    .selectFrom('deeplinks')
    .select('id')
    .where('owner_hash', '=', owner.ownerHash)
    .where('agency_id', '=', owner.agencyId)
    .where('expires_at', '>', owner.now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes up to `limit` deeplinks that expired before `before`; returns how many. */
export async function deleteExpiredDeeplinks(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('deeplinks')
    .where('id', 'in', (eb) =>
      eb.selectFrom('deeplinks').select('id').where('expires_at', '<', before).orderBy('expires_at').limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Removes up to `limit` deeplinks of the agency, expired or not, which ends them; returns how many. */
export async function deleteDeeplinksOfAgency(query: Kysely<Schema>, agencyId: string, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('deeplinks')
    .where('id', 'in', (eb) =>
      eb.selectFrom('deeplinks').select('id').where('agency_id', '=', agencyId).orderBy('id').limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Ends every deeplink, redeemed or not. */
export async function endAllDeeplinks(query: Kysely<Schema>, now: number): Promise<void> {
  await query.updateTable('deeplinks').set({ ended_at: now }).where('ended_at', 'is', null).execute();
}
