import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { fromStoredType } from '../incident/stored-form.ts';
import type { IncidentKind, IncidentStatus } from '../incident/types.ts';
import { columnsOf, toCrossing } from '../shares/stored-crossing.ts';
import type { Ender } from '../shares/types.ts';
import { findByShare } from './by-share.ts';
import type { Transfer } from './types.ts';

const LISTED_AT_MOST = 200;

function transfers(query: Kysely<Schema>) {
  return query
    .selectFrom('incident_transfers as t')
    .innerJoin('agencies as giver', 'giver.id', 't.agency_id')
    .innerJoin('agencies as receiver', 'receiver.id', 't.to_agency_id')
    .innerJoin('incidents as i', 'i.id', 't.incident_id')
    .selectAll('t')
    .select(['giver.name as agency_name', 'receiver.name as to_agency_name'])
    .select(['i.kind', 'i.emergency_type', 'i.is_test', 'i.updated_at'])
    .select(['i.status', 'i.disposition', 'i.accept_by', 'i.signalled_at']);
}

type Found<Rows> = Rows extends SelectQueryBuilder<infer _DB, infer _TB, infer Row> ? Row : never;

function toTransfer(row: Found<ReturnType<typeof transfers>>): Transfer {
  return {
    ...toCrossing(row),
    shareId: null,
    incidentId: row.incident_id,
    about: {
      kind: row.kind as IncidentKind,
      ...fromStoredType(row.emergency_type, row.is_test === 1),
      updatedAt: row.updated_at,
      status: row.status as IncidentStatus,
      disposition: row.disposition as Transfer['about']['disposition'],
      acceptBy: row.accept_by,
      signalledAt: row.signalled_at,
    },
  };
}

/** Neither ended nor expired, between two agencies that are in use. */
function inForce(query: Kysely<Schema>, now: number) {
  return transfers(query)
    .where('t.ended_at', 'is', null)
    .where('t.expires_at', '>', now)
    .where('giver.disabled_at', 'is', null)
    .where('receiver.disabled_at', 'is', null);
}

/**
 * The transfer of that id that is in force at that instant and that the agency gave or received, also one that a share makes (`findByShare`);
 * nothing otherwise, also where one of both agencies is disabled. Whatever crosses from one agency to another asks this.
 */
export async function findInForce(
  query: Kysely<Schema>,
  { id, agencyId, now }: { id: string; agencyId: string; now: number },
): Promise<Transfer | undefined> {
  const row = await inForce(query, now)
    .where('t.id', '=', id)
    .where((eb) => eb.or([eb('t.agency_id', '=', agencyId), eb('t.to_agency_id', '=', agencyId)]))
    .executeTakeFirst();
  return row === undefined ? findByShare(query, { id, agencyId, now }) : toTransfer(row);
}

/** Those in force at that instant that the agency received, the newest first; at most 200. */
export async function receivedInForce(query: Kysely<Schema>, toAgencyId: string, now: number): Promise<Transfer[]> {
  const rows = await inForce(query, now)
    .where('t.to_agency_id', '=', toAgencyId)
    .orderBy('t.created_at', 'desc')
    .limit(LISTED_AT_MOST)
    .execute();
  return rows.map(toTransfer);
}

/** Those of the agencies to which a transfer or a share leads that is neither ended nor expired. */
export async function receiversAmong(
  query: Kysely<Schema>,
  agencyIds: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  const of = (table: 'incident_transfers' | 'incident_shares') =>
    query
      .selectFrom(table)
      .select('to_agency_id')
      .distinct()
      .where('to_agency_id', 'in', agencyIds)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .execute();
  return new Set(
    [...(await of('incident_transfers')), ...(await of('incident_shares'))].map((row) => row.to_agency_id),
  );
}

/** What the agency gave and received that has not expired before `since`, the newest first; at most 200 of either. */
export async function transfersOf(query: Kysely<Schema>, agencyId: string, since: number): Promise<Transfer[]> {
  const of = (side: 't.agency_id' | 't.to_agency_id') =>
    transfers(query)
      .where(side, '=', agencyId)
      .where('t.expires_at', '>', since)
      .orderBy('t.created_at', 'desc')
      .limit(LISTED_AT_MOST)
      .execute();
  const rows = [...(await of('t.agency_id')), ...(await of('t.to_agency_id'))];
  return rows.map(toTransfer).sort((one, other) => other.createdAt - one.createdAt);
}

/** True where the incident is with that agency already. */
export async function isWith(
  query: Kysely<Schema>,
  { incidentId, toAgencyId, now }: { incidentId: string; toAgencyId: string; now: number },
): Promise<boolean> {
  const row = await query
    .selectFrom('incident_transfers')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('to_agency_id', '=', toAgencyId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertTransfer(query: Kysely<Schema>, transfer: Transfer): Promise<void> {
  await query
    .insertInto('incident_transfers')
    .values({ ...columnsOf(transfer), incident_id: transfer.incidentId })
    .execute();
}

/** False where somebody ended it already. */
export async function endTransferRow(
  query: Kysely<Schema>,
  id: string,
  { at, by }: { at: number; by: Ender },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('incident_transfers')
    .set({ ended_at: at, ended_by: JSON.stringify(by) })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes the transfers of these incidents. */
export async function deleteTransfersOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<void> {
  await query.deleteFrom('incident_transfers').where('incident_id', 'in', incidentIds).execute();
}
