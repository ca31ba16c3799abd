import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { AlertOwner } from '../incident/alert-party.ts';
import { toIncident } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';

/** What an agency decided about its alerts; null follows the installation. */
export interface AlertSettings {
  readonly acceptWithinSeconds: number | null;
  /** True keeps alerts of a test type out of the lists people work from. */
  readonly hidesTests: boolean;
}

function alertsOf(query: Kysely<Schema>, owner: AlertOwner) {
  const alerts = query.selectFrom('incidents').selectAll().where('kind', '=', sql.lit('alert'));
  return owner.side === 'psap'
    ? alerts.where('agency_id', '=', owner.agencyId)
    : alerts.where('origin_client_id', '=', owner.clientId);
}

/** The owner's alert of this id, or nothing: another one's is nothing too. */
export async function findAlert(query: Kysely<Schema>, owner: AlertOwner, id: string): Promise<Incident | undefined> {
  const row = await alertsOf(query, owner).where('id', '=', id).executeTakeFirst();
  return row && toIncident(row);
}

/** As `findAlert`, marked as changed at that instant and locked until the transaction ends, so that changes follow each other. */
export async function lockAlert(
  query: Kysely<Schema>,
  owner: AlertOwner | null,
  id: string,
  at: number,
): Promise<Incident | undefined> {
  let locked = query
    .updateTable('incidents')
    .set({ updated_at: at })
    .where('id', '=', id)
    .where('kind', '=', sql.lit('alert'));
  if (owner?.side === 'psap') locked = locked.where('agency_id', '=', owner.agencyId);
  if (owner?.side === 'central_station') locked = locked.where('origin_client_id', '=', owner.clientId);
  const row = await locked.returningAll().executeTakeFirst();
  return row && toIncident(row);
}

/** The owner's alerts created after `after` and up to `until`, oldest first. */
export async function alertsCreated(
  query: Kysely<Schema>,
  owner: AlertOwner,
  span: { after: number; until: number; limit: number },
): Promise<Incident[]> {
  const rows = await alertsOf(query, owner)
    .where('created_at', '>', span.after)
    .where('created_at', '<=', span.until)
    .orderBy('created_at')
    .orderBy('id')
    .limit(span.limit)
    .execute();
  return rows.map(toIncident);
}

/** The number of the first event of the client's first alert at that agency since that instant, or nothing. */
export async function firstAlertSince(
  query: Kysely<Schema>,
  clientId: string,
  agencyId: string,
  since: number,
): Promise<number | undefined> {
  const first = await query
    .selectFrom('incidents')
    .select('id')
    .where('kind', '=', sql.lit('alert'))
    .where('origin_client_id', '=', clientId)
    .where('agency_id', '=', agencyId)
    .where('created_at', '>=', since)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (first === undefined) return undefined;
  const events = query.selectFrom('events').select((eb) => eb.fn.min('seq').as('seq'));
  return (await events.where('incident_id', '=', first.id).executeTakeFirst())?.seq ?? undefined;
}

/** Alerts whose deadline has passed unanswered, the longest first, but for those of some agencies. */
export async function overdueAlerts(
  query: Kysely<Schema>,
  now: number,
  { limit, exceptAgencies = [] }: { limit: number; exceptAgencies?: readonly string[] },
): Promise<{ id: string; agencyId: string }[]> {
  let overdue = query
    .selectFrom('incidents')
    .select(['id', 'agency_id as agencyId'])
    .where('status', '=', sql.lit('DISPATCH_REQUESTED'))
    .where('accept_by', '<=', now)
    .orderBy('accept_by')
    .limit(limit);
  if (exceptAgencies.length > 0) overdue = overdue.where('agency_id', 'not in', exceptAgencies);
  return overdue.execute();
}

/** Every alert that waits for its center's answer, of whichever agency, with a deadline after `now`. */
export async function openDeadlines(query: Kysely<Schema>, now: number): Promise<Incident[]> {
  const rows = await query
    .selectFrom('incidents')
    .selectAll()
    .where('status', '=', sql.lit('DISPATCH_REQUESTED'))
    .where('accept_by', '>', now)
    .execute();
  return rows.map(toIncident);
}

/**
 * When this agency's next alert is created: now, and later than the one before, so that alerts are listed in the order of
 * their commits. Locks the agency's row until the transaction ends.
 */
export async function takeCreationTime(query: Kysely<Schema>, agencyId: string, now: number): Promise<number> {
  const { last_alert_at } = await query
    .updateTable('agencies')
    .set((eb) => ({
      last_alert_at: eb
        .case()
        .when('last_alert_at', '<', now)
        .then(eb.val(now))
        .else(eb('last_alert_at', '+', 1))
        .end(),
    }))
    .where('id', '=', agencyId)
    .returning('last_alert_at')
    .executeTakeFirstOrThrow();
  return last_alert_at;
}

/** The agency's name and what it decided about its alerts; nothing where there is no such agency. */
export async function findAlertSettings(
  query: Kysely<Schema>,
  agencyId: string,
): Promise<(AlertSettings & { agencyName: string }) | undefined> {
  const row = await query
    .selectFrom('agencies')
    .select(['name', 'alert_settings'])
    .where('id', '=', agencyId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const stored = JSON.parse(row.alert_settings) as Partial<AlertSettings>;
  return { acceptWithinSeconds: null, hidesTests: false, ...stored, agencyName: row.name };
}

/** Stores what the agency decided; false where there is no such agency. */
export async function saveAlertSettings(
  query: Kysely<Schema>,
  agencyId: string,
  { acceptWithinSeconds, hidesTests }: AlertSettings,
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agencies')
    .set({ alert_settings: JSON.stringify({ acceptWithinSeconds, hidesTests }) })
    .where('id', '=', agencyId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The alerts of this kind that may be joined as far as their kind and age go, the newest first: one client's, at these agencies, created since then. */
export async function joinableAlerts(
  query: Kysely<Schema>,
  signal: { clientId: string; agencyIds: readonly string[]; emergencyType: string; since: number },
): Promise<Incident[]> {
  const rows = await query
    .selectFrom('incidents')
    .selectAll()
    .where('kind', '=', sql.lit('alert'))
    .where('agency_id', 'in', signal.agencyIds)
    .where('created_at', '>', signal.since)
    .where('origin_client_id', '=', signal.clientId)
    .where('emergency_type', '=', signal.emergencyType)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toIncident);
}
