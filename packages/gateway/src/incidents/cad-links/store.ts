import { type Kysely, type Selectable, sql } from 'kysely';
import type { Transaction } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import {
  type CadIncident,
  type CallKeys,
  MATCHED_WITHIN_MS,
  type MatchKey,
  POSITION_WAITS_MS,
} from '../incident/cad-incident.ts';

const CANDIDATES = 50;
const ADVISORY_CLASS = 911_002;

/** The agency's CAD incident under the CAD's own id. Each client's ids are its own. */
export interface PartnerId {
  readonly clientId: string;
  readonly agencyId: string;
  readonly partnerIncidentId: string;
}

/** An incident that a CAD incident may be about. */
export interface Candidate {
  readonly id: string;
  readonly isOngoing: boolean;
  /** True where another incident of the same CAD is linked to it already. */
  readonly isTaken: boolean;
}

function toCadIncident(row: Selectable<Schema['cad_incidents']>): CadIncident {
  return {
    id: row.id,
    agencyId: row.agency_id,
    clientId: row.client_id,
    partnerIncidentId: row.cad_partner_incident_id,
    suppliedBy: row.supplied_by,
    callerPhoneNumber: row.caller_phone_number,
    sipCallId: row.sip_call_id,
    position: row.position,
    incidentId: row.incident_id,
    matchedBy: row.matched_by as MatchKey | null,
    status: row.status,
    further: JSON.parse(row.further),
    askedAt: row.asked_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/**
 * Lets the agency's arriving calls pass side by side, and each asking CAD alone: whichever comes second sees what the
 * first one stored. Locked until the transaction ends; taken before any row. SQLite has one writer at a time anyway.
 */
export async function takeMatchingTurn(
  { query }: Transaction,
  engine: 'sqlite' | 'postgres',
  agencyId: string,
  as: 'call' | 'cad',
): Promise<void> {
  if (engine === 'sqlite') return;
  const lock = as === 'cad' ? sql.raw('pg_advisory_xact_lock') : sql.raw('pg_advisory_xact_lock_shared');
  await sql`SELECT ${lock}(${ADVISORY_CLASS}::int, hashtext(${agencyId}))`.execute(query);
}

export async function findCadIncident(query: Kysely<Schema>, id: PartnerId): Promise<CadIncident | undefined> {
  const row = await query
    .selectFrom('cad_incidents')
    .selectAll()
    .where('client_id', '=', id.clientId)
    .where('agency_id', '=', id.agencyId)
    .where('cad_partner_incident_id', '=', id.partnerIncidentId)
    .executeTakeFirst();
  return row && toCadIncident(row);
}

/** The CAD incidents of an incident, and the one it is itself as long as that waits; the oldest first. */
export async function cadIncidentsOf(
  query: Kysely<Schema>,
  agencyId: string,
  incidentId: string,
): Promise<CadIncident[]> {
  const linked = await query
    .selectFrom('cad_incidents')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .where('agency_id', '=', agencyId)
    .orderBy('created_at')
    .execute();
  const own = await query
    .selectFrom('cad_incidents')
    .selectAll()
    .where('id', '=', incidentId)
    .where('agency_id', '=', agencyId)
    .where('incident_id', 'is', null)
    .execute();
  return [...own, ...linked].map(toCadIncident);
}

/** The agency's CAD incidents that wait, and may wait, for a call with one of these keys, always in the same order. */
export async function waitingFor(
  query: Kysely<Schema>,
  agencyId: string,
  keys: CallKeys,
  now: number,
): Promise<CadIncident[]> {
  const { callerPhoneNumber, sipCallId, position } = keys;
  const rows = await query
    .selectFrom('cad_incidents')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('incident_id', 'is', null)
    .where('asked_at', '>=', now - MATCHED_WITHIN_MS)
    .where((eb) =>
      eb.or([
        ...(callerPhoneNumber === null ? [] : [eb('caller_phone_number', '=', callerPhoneNumber)]),
        ...(sipCallId === null ? [] : [eb('sip_call_id', '=', sipCallId)]),
        ...(position === null
          ? []
          : [eb.and([eb('position', '=', position), eb('asked_at', '>=', now - POSITION_WAITS_MS)])]),
      ]),
    )
    .orderBy('id')
    .execute();
  return rows.map(toCadIncident);
}

/** The agency's calls and alerts of the last 4 hours with this key, the newest first; a seat's are those that go on. */
export async function candidates(
  query: Kysely<Schema>,
  cad: PartnerId,
  by: MatchKey,
  key: string,
  now: number,
): Promise<Candidate[]> {
  const column = by === 'sip_call_id' ? 'source_id' : by;
  let incidents = query
    .selectFrom('incidents')
    .select(['id', 'ended_at'])
    .where('agency_id', '=', cad.agencyId)
    .where(column, '=', key)
    .where('merged_into', 'is', null)
    .where('created_at', '>=', now - MATCHED_WITHIN_MS)
    .orderBy('created_at', 'desc')
    .limit(CANDIDATES);
  if (by === 'caller_phone_number') incidents = incidents.where('kind', 'in', ['call', 'alert']);
  else incidents = incidents.where('kind', '=', 'call');
  if (by === 'position') incidents = incidents.where('ended_at', 'is', null);
  const found = await incidents.execute();
  if (found.length === 0) return [];
  const taken = await query
    .selectFrom('cad_incidents')
    .select('incident_id')
    .where(
      'incident_id',
      'in',
      found.map(({ id }) => id),
    )
    .where('client_id', '=', cad.clientId)
    .where('cad_partner_incident_id', '!=', cad.partnerIncidentId)
    .execute();
  const takenIds = new Set(taken.map((row) => row.incident_id));
  return found.map(({ id, ended_at }) => ({ id, isOngoing: ended_at === null, isTaken: takenIds.has(id) }));
}

export async function insertCadIncident(query: Kysely<Schema>, cad: CadIncident): Promise<void> {
  await query
    .insertInto('cad_incidents')
    .values({
      id: cad.id,
      agency_id: cad.agencyId,
      client_id: cad.clientId,
      cad_partner_incident_id: cad.partnerIncidentId,
      supplied_by: cad.suppliedBy,
      caller_phone_number: cad.callerPhoneNumber,
      sip_call_id: cad.sipCallId,
      position: cad.position,
      incident_id: cad.incidentId,
      matched_by: cad.matchedBy,
      status: cad.status,
      further: JSON.stringify(cad.further),
      asked_at: cad.askedAt,
      created_at: cad.createdAt,
      updated_at: cad.updatedAt,
    })
    .execute();
}

/** Stores what the CAD asks with and sends besides now, and locks the CAD incident until the transaction ends. */
export async function lockWithKeys(
  query: Kysely<Schema>,
  id: string,
  stated: CallKeys & Pick<CadIncident, 'further'>,
  at: number,
): Promise<CadIncident> {
  const row = await query
    .updateTable('cad_incidents')
    .set({
      caller_phone_number: stated.callerPhoneNumber,
      sip_call_id: stated.sipCallId,
      position: stated.position,
      further: JSON.stringify(stated.further),
      asked_at: at,
      updated_at: at,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toCadIncident(row);
}

/** Stores the CAD's newest status, or that it stated something else, and locks the CAD incident. */
export async function lockWithStatus(
  query: Kysely<Schema>,
  partnerId: PartnerId,
  status: string | null,
  at: number,
): Promise<CadIncident | undefined> {
  const row = await query
    .updateTable('cad_incidents')
    .set({ updated_at: at, ...(status !== null && { status }) })
    .where('client_id', '=', partnerId.clientId)
    .where('agency_id', '=', partnerId.agencyId)
    .where('cad_partner_incident_id', '=', partnerId.partnerIncidentId)
    .returningAll()
    .executeTakeFirst();
  return row && toCadIncident(row);
}

/** Stores what the CAD sends that no field is for; its row is locked by the caller's transaction. */
export async function updateFurther(query: Kysely<Schema>, cad: Pick<CadIncident, 'id' | 'further'>): Promise<void> {
  await query
    .updateTable('cad_incidents')
    .set({ further: JSON.stringify(cad.further) })
    .where('id', '=', cad.id)
    .execute();
}

/** Links the CAD incident; nothing where it is not linked any more to what the caller saw. */
export async function setLink(
  query: Kysely<Schema>,
  cad: CadIncident,
  link: { incidentId: string; matchedBy: MatchKey | null; at: number },
): Promise<CadIncident | undefined> {
  const row = await query
    .updateTable('cad_incidents')
    .set({ incident_id: link.incidentId, matched_by: link.matchedBy, updated_at: link.at })
    .where('id', '=', cad.id)
    .where('incident_id', cad.incidentId === null ? 'is' : '=', cad.incidentId)
    .returningAll()
    .executeTakeFirst();
  return row && toCadIncident(row);
}

/** Links everything that was linked to one incident, and what waited as that incident itself, to another one. */
export async function relink(
  query: Kysely<Schema>,
  agencyId: string,
  move: { incidentId: string; intoId: string; at: number },
): Promise<CadIncident[]> {
  const rows = await query
    .updateTable('cad_incidents')
    .set({ incident_id: move.intoId, updated_at: move.at })
    .where('agency_id', '=', agencyId)
    .where((eb) =>
      eb.or([
        eb('incident_id', '=', move.incidentId),
        eb.and([eb('id', '=', move.incidentId), eb('incident_id', 'is', null)]),
      ]),
    )
    .where('id', '!=', move.intoId)
    .returningAll()
    .execute();
  return rows.map(toCadIncident);
}

/** Removes the CAD incidents that are linked to these incidents. */
export async function deleteCadIncidentsOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<void> {
  await query.deleteFrom('cad_incidents').where('incident_id', 'in', incidentIds).execute();
}

/** Removes up to `limit` of the agency's CAD incidents whose call never came, asked for before `before`. */
export async function deleteWaitingCadIncidents(
  query: Kysely<Schema>,
  agencyId: string,
  before: number,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('cad_incidents')
    .where('incident_id', 'is', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('cad_incidents as waiting')
        .select('waiting.id')
        .where('waiting.agency_id', '=', agencyId)
        .where('waiting.incident_id', 'is', null)
        .where('waiting.asked_at', '<', before)
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
