import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { columnsOf, toCrossing } from './stored-crossing.ts';
import type { Ender, Share, ShareArea } from './types.ts';

const LISTED_AT_MOST = 200;

function shares(query: Kysely<Schema>) {
  return query
    .selectFrom('incident_shares as s')
    .innerJoin('agencies as giver', 'giver.id', 's.agency_id')
    .innerJoin('agencies as receiver', 'receiver.id', 's.to_agency_id')
    .selectAll('s')
    .select(['giver.name as agency_name', 'receiver.name as to_agency_name']);
}

type Found<Rows> = Rows extends SelectQueryBuilder<infer _DB, infer _TB, infer Row> ? Row : never;

function toShare(row: Found<ReturnType<typeof shares>>): Share {
  return {
    ...toCrossing(row),
    kind: row.kind as Share['kind'],
    emergencyType: row.emergency_type,
    area: row.area === null ? null : (JSON.parse(row.area) as ShareArea),
  };
}

/** Neither ended nor expired, between two agencies that are in use. */
function inForce(query: Kysely<Schema>, now: number) {
  return shares(query)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('giver.disabled_at', 'is', null)
    .where('receiver.disabled_at', 'is', null);
}

/** The share of that id that is in force at that instant and that the agency gave or received; nothing otherwise. */
export async function findShareInForce(
  query: Kysely<Schema>,
  { id, agencyId, now }: { id: string; agencyId: string; now: number },
): Promise<Share | undefined> {
  const row = await inForce(query, now)
    .where('s.id', '=', id)
    .where((eb) => eb.or([eb('s.agency_id', '=', agencyId), eb('s.to_agency_id', '=', agencyId)]))
    .executeTakeFirst();
  return row && toShare(row);
}

/** The shares in force at that instant that the agency received, the oldest first; at most 200. */
export async function sharesReceived(query: Kysely<Schema>, toAgencyId: string, now: number): Promise<Share[]> {
  const rows = await inForce(query, now)
    .where('s.to_agency_id', '=', toAgencyId)
    .orderBy('s.created_at')
    .orderBy('s.id')
    .limit(LISTED_AT_MOST)
    .execute();
  return rows.map(toShare);
}

/** The shares in force at that instant that the agency gave, the oldest first; at most 200. */
export async function sharesGiven(query: Kysely<Schema>, agencyId: string, now: number): Promise<Share[]> {
  const rows = await inForce(query, now)
    .where('s.agency_id', '=', agencyId)
    .orderBy('s.created_at')
    .orderBy('s.id')
    .limit(LISTED_AT_MOST)
    .execute();
  return rows.map(toShare);
}

/** What the agency gave and received that has not expired before `since`, the newest first; at most 200 of either. */
export async function sharesOf(query: Kysely<Schema>, agencyId: string, since: number): Promise<Share[]> {
  const of = (side: 's.agency_id' | 's.to_agency_id') =>
    shares(query)
      .where(side, '=', agencyId)
      .where('s.expires_at', '>', since)
      .orderBy('s.created_at', 'desc')
      .limit(LISTED_AT_MOST)
      .execute();
  const rows = [...(await of('s.agency_id')), ...(await of('s.to_agency_id'))];
  return rows.map(toShare).sort((one, other) => other.createdAt - one.createdAt);
}

export async function insertShare(query: Kysely<Schema>, share: Share): Promise<void> {
  await query
    .insertInto('incident_shares')
    .values({
      ...columnsOf(share),
      kind: share.kind,
      emergency_type: share.emergencyType,
      area: share.area === null ? null : JSON.stringify(share.area),
    })
    .execute();
}

/** False where somebody ended it already. */
export async function endShareRow(
  query: Kysely<Schema>,
  id: string,
  { at, by }: { at: number; by: Ender },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('incident_shares')
    .set({ ended_at: at, ended_by: JSON.stringify(by) })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
