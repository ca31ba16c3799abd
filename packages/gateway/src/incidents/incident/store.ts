import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { compileOnce, statementOnce } from '../../database/compile-once.ts';
import type { Transaction } from '../../database/database.ts';
import { PackedFault } from '../../database/packed/unpack.ts';
import type { Schema } from '../../database/schema.ts';
import type { AlertOwner } from './alert-party.ts';
import { wholeAlertState } from './alert-state.ts';
import { locationPart, partColumns, partsOf } from './packed-parts.ts';
import { seatKey } from './seat.ts';
import { type CompactLocation, fromStoredType, toStoredType, wholeLocation } from './stored-form.ts';
import {
  type Claim,
  type Closing,
  type Disposition,
  type Incident,
  type IncidentKind,
  type IncidentStatus,
  type ListedIncident,
  type MergedBy,
  positionOf,
} from './types.ts';

export const LISTED_COLUMNS = [
  'id',
  'agency_id',
  'kind',
  'status',
  'disposition',
  'origin_client_id',
  'source_id',
  'caller_name',
  'caller_phone_number',
  'caller_phone_given',
  'emergency_type',
  'site_type',
  'is_test',
  'description',
  'supplied_by',
  'location',
  'incident_at',
  'created_at',
  'updated_at',
  'ended_at',
  'merged_into',
  'merged_by',
  'accept_by',
  'listed_at',
  'signalled_at',
  'claim',
  'closing',
  'packed',
] as const;

type ListedRow = Omit<
  Selectable<Schema['incidents']>,
  'state' | 'position' | 'number' | 'alert' | 'claim_seat' | 'closed_at'
>;

/** Names the row that could not be read, so that whoever reads the log of a server finds it. */
function unreadable({ id }: Pick<ListedRow, 'id'>, cause: unknown): Error {
  const reason = cause instanceof PackedFault ? ` ${cause.message}` : `: ${String(cause)}`;
  return new Error(`incident ${id}${reason}`, { cause });
}

/** The incident of a row, as lists show it. Refuses to read one that is damaged, by its id. */
export function toListed(row: ListedRow): ListedIncident {
  try {
    return listed(row, locationPart(row));
  } catch (cause) {
    throw unreadable(row, cause);
  }
}

function listed(row: ListedRow, location: CompactLocation | undefined): ListedIncident {
  return {
    id: row.id,
    agencyId: row.agency_id,
    kind: row.kind as IncidentKind,
    status: row.status as IncidentStatus,
    disposition: row.disposition as Disposition | null,
    originClientId: row.origin_client_id,
    sourceId: row.source_id,
    callerName: row.caller_name,
    callerPhoneNumber: row.caller_phone_number,
    callerPhoneGiven: row.caller_phone_given,
    ...fromStoredType(row.emergency_type, row.is_test === 1),
    siteType: row.site_type,
    description: row.description,
    suppliedBy: row.supplied_by,
    location: location === undefined ? null : wholeLocation(location),
    incidentAt: row.incident_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    endedAt: row.ended_at,
    mergedInto: row.merged_into,
    mergedBy: row.merged_by === null ? null : (JSON.parse(row.merged_by) as MergedBy),
    acceptBy: row.accept_by,
    listedAt: row.listed_at,
    signalledAt: row.signalled_at,
    claim: row.claim === null ? null : (JSON.parse(row.claim) as Claim),
    closing: row.closing === null ? null : (JSON.parse(row.closing) as Closing),
  };
}

/** The incident of a row. Refuses to read one that is damaged, by its id. */
export function toIncident(row: Selectable<Schema['incidents']>): Incident {
  try {
    const { location, facts, alert = {} } = partsOf(row);
    const incident = listed(row, location);
    return { ...incident, facts, alert: row.kind === 'alert' ? wholeAlertState(alert, incident) : null };
  } catch (cause) {
    throw unreadable(row, cause);
  }
}

export async function insertIncident({ query, isPacking }: Transaction, incident: Incident): Promise<void> {
  await query
    .insertInto('incidents')
    .values({
      id: incident.id,
      agency_id: incident.agencyId,
      kind: incident.kind,
      status: incident.status,
      disposition: incident.disposition,
      origin_client_id: incident.originClientId,
      source_id: incident.sourceId,
      caller_name: incident.callerName,
      caller_phone_number: incident.callerPhoneNumber,
      caller_phone_given: incident.callerPhoneGiven,
      emergency_type: toStoredType(incident),
      site_type: incident.siteType,
      is_test: incident.isTest ? 1 : 0,
      description: incident.description,
      supplied_by: incident.suppliedBy,
      incident_at: incident.incidentAt,
      created_at: incident.createdAt,
      updated_at: incident.updatedAt,
      ended_at: incident.endedAt,
      merged_into: incident.mergedInto,
      position: positionOf(incident),
      accept_by: incident.acceptBy,
      listed_at: incident.listedAt,
      signalled_at: incident.signalledAt,
      ...partColumns(incident, isPacking),
    })
    .execute();
}

function alertById(query: Kysely<Schema>, id: string) {
  return query.selectFrom('incidents').selectAll().where('id', '=', id).where('kind', '=', sql.lit('alert'));
}

function incidentById(query: Kysely<Schema>, agencyId: string, id: string) {
  return query.selectFrom('incidents').selectAll().where('id', '=', id).where('agency_id', '=', agencyId);
}

/** SQLite's one writer has the whole database. On PostgreSQL other rows may refer to the locked one meanwhile. */
const alertToLock = {
  sqlite: compileOnce(alertById),
  postgres: compileOnce((query, id: string) => alertById(query, id).forNoKeyUpdate()),
};
const incidentToLock = {
  sqlite: compileOnce(incidentById),
  postgres: compileOnce((query, agencyId: string, id: string) => incidentById(query, agencyId, id).forNoKeyUpdate()),
};

const incidentToSave = statementOnce(
  (
    query,
    id: string,
    status: string,
    disposition: string | null,
    location: string | null,
    state: string,
    alert: string | null,
    packed: Uint8Array | null,
    mergedInto: string | null,
    updatedAt: number,
    endedAt: number | null,
    acceptBy: number | null,
    signalledAt: number | null,
  ) =>
    query
      .updateTable('incidents')
      .set({
        status,
        disposition,
        location,
        state,
        alert,
        packed,
        merged_into: mergedInto,
        updated_at: updatedAt,
        ended_at: endedAt,
        accept_by: acceptBy,
        signalled_at: signalledAt,
      })
      .where('id', '=', id),
);

/** The agency's incident of this id, or nothing: another agency's is nothing too. */
export async function findIncident(query: Kysely<Schema>, agencyId: string, id: string): Promise<Incident | undefined> {
  const row = await incidentById(query, agencyId, id).executeTakeFirst();
  return row && toIncident(row);
}

/**
 * The agency's incident, locked until the transaction ends, so that two changes follow each other, and changed at that instant:
 * the caller saves it. Nothing where the agency has none by that id.
 */
export async function lockIncident(
  { query, engine }: Transaction,
  agencyId: string,
  id: string,
  at: number,
): Promise<Incident | undefined> {
  const [row] = await incidentToLock[engine](query, agencyId, id);
  return row && { ...toIncident(row), updatedAt: at };
}

/** As `lockIncident`, stored as changed at that instant, for what changes beside its row. */
export async function markIncident(
  { query }: Transaction,
  agencyId: string,
  id: string,
  at: number,
): Promise<Incident | undefined> {
  const row = await query
    .updateTable('incidents')
    .set({ updated_at: at })
    .where('id', '=', id)
    .where('agency_id', '=', agencyId)
    .returningAll()
    .executeTakeFirst();
  return row && toIncident(row);
}

/** Stores what a change may have changed of a locked incident. */
export function saveIncident(tx: Transaction, incident: Incident): void {
  const { location, state, alert, packed } = partColumns(incident, tx.isPacking);
  tx.send(
    incidentToSave(
      tx.query,
      incident.id,
      incident.status,
      incident.disposition,
      location,
      state,
      alert,
      packed,
      incident.mergedInto,
      incident.updatedAt,
      incident.endedAt,
      incident.acceptBy,
      incident.signalledAt,
    ),
  );
}

/** Stores who works on a locked incident and whether somebody closed it. */
export function saveWork(tx: Transaction, { id, claim, closing, updatedAt }: Incident): void {
  const worked = tx.query
    .updateTable('incidents')
    .set({
      claim: claim === null ? null : JSON.stringify(claim),
      claim_seat: claim === null ? null : seatKey(claim.userId, claim.seat),
      closed_at: closing === null ? null : closing.at,
      closing: closing === null ? null : JSON.stringify(closing),
      updated_at: updatedAt,
    })
    .where('id', '=', id);
  tx.send(worked.compile());
}

/** As `saveIncident`, with who merged a locked incident. */
export function saveMerge(tx: Transaction, incident: Incident): void {
  saveIncident(tx, incident);
  const { id, mergedBy } = incident;
  const merged = tx.query
    .updateTable('incidents')
    .set({ merged_by: mergedBy === null ? null : JSON.stringify(mergedBy) })
    .where('id', '=', id);
  tx.send(merged.compile());
}

/** As `saveIncident`, with everything that a further signal of a locked incident may have changed. */
export function saveSignalled(tx: Transaction, incident: Incident): void {
  saveIncident(tx, incident);
  const signalled = tx.query
    .updateTable('incidents')
    .set({
      caller_name: incident.callerName,
      caller_phone_number: incident.callerPhoneNumber,
      caller_phone_given: incident.callerPhoneGiven,
      emergency_type: toStoredType(incident),
      site_type: incident.siteType,
      description: incident.description,
      position: positionOf(incident),
      listed_at: incident.listedAt,
    })
    .where('id', '=', incident.id);
  tx.send(signalled.compile());
}

/**
 * The owner's alert, or whoever's where `owner` is null, locked until the transaction ends, so that two changes follow each
 * other, and changed at that instant: the caller saves it. Nothing where it is not there or is another one's.
 */
export async function lockAlert(
  { query, engine }: Transaction,
  owner: AlertOwner | null,
  id: string,
  at: number,
): Promise<Incident | undefined> {
  const [row] = await alertToLock[engine](query, id);
  return row && isOwn(row, owner) ? { ...toIncident(row), updatedAt: at } : undefined;
}

function isOwn(row: Selectable<Schema['incidents']>, owner: AlertOwner | null): boolean {
  if (owner === null) return true;
  return owner.side === 'psap' ? row.agency_id === owner.agencyId : row.origin_client_id === owner.clientId;
}

/** Stores by what a CAD incident that waits is looked for. */
export async function saveCallKeys(
  query: Kysely<Schema>,
  id: string,
  keys: { callerPhoneNumber: string | null; position: string | null },
): Promise<void> {
  await query
    .updateTable('incidents')
    .set({ caller_phone_number: keys.callerPhoneNumber, position: keys.position })
    .where('id', '=', id)
    .execute();
}

/**
 * Locks, until the transaction ends, up to `limit` of the agency's incidents that nothing has happened to since `before`
 * and none was merged into. One that changes meanwhile is not among them. Those that have media come apart from those that
 * have none.
 */
export async function lockForgottenIncidents(
  query: Kysely<Schema>,
  agencyId: string,
  before: number,
  { limit, withMedia }: { limit: number; withMedia: boolean },
): Promise<string[]> {
  const rows = await query
    .updateTable('incidents')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('updated_at', '<', before)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('incidents as old')
        .select('old.id')
        .where('old.agency_id', '=', agencyId)
        .where('old.created_at', '<', before)
        .where('old.updated_at', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('incidents as merged').select('id').whereRef('merged.merged_into', '=', 'old.id'))),
        )
        .where(({ not, exists, selectFrom }) => {
          const hasMedia = exists(selectFrom('media_files').select('id').whereRef('incident_id', '=', 'old.id'));
          return withMedia ? hasMedia : not(hasMedia);
        })
        .orderBy('old.created_at')
        .limit(limit),
    )
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Locks the incidents whose ids the query selects until the transaction ends, and returns their ids. */
export async function lockIncidents(query: Kysely<Schema>, ids: RawBuilder<unknown>): Promise<string[]> {
  const rows = await query
    .updateTable('incidents')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where(sql<boolean>`id IN (${ids})`)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Incidents that were merged into these stand by themselves again. */
export async function endMergesInto(query: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  await query
    .updateTable('incidents')
    .set({ merged_into: null, merged_by: null })
    .where('merged_into', 'in', ids)
    .execute();
}

/** Removes these incidents alone: what belongs to them is removed before. */
export async function deleteIncidents(query: Kysely<Schema>, ids: readonly string[]): Promise<number> {
  const { numDeletedRows } = await query.deleteFrom('incidents').where('id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
}
