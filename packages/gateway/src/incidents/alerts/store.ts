import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { AlertOwner } from '../incident/alert-party.ts';
import { toIncident } from '../incident/store.ts';
import { storedAssailant } from '../incident/stored-form.ts';
import type { Incident } from '../incident/types.ts';

function alertsOf(query: Kysely<Schema>, owner: AlertOwner | null) {
  const alerts = query.selectFrom('incidents').selectAll().where('kind', '=', sql.lit('alert'));
  if (owner === null) return alerts;
  return owner.side === 'psap'
    ? alerts.where('agency_id', '=', owner.agencyId)
    : alerts.where('origin_client_id', '=', owner.clientId);
}

/** The owner's alert of this id, or whoever's where `owner` is null; nothing where it is another one's. */
export async function findAlert(
  query: Kysely<Schema>,
  owner: AlertOwner | null,
  id: string,
): Promise<Incident | undefined> {
  const row = await alertsOf(query, owner).where('id', '=', id).executeTakeFirst();
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

/** The active assailant alerts that may be joined as far as their age goes, the newest first: one client's, at these agencies, created since then. */
export async function joinableAlerts(
  query: Kysely<Schema>,
  signal: { clientId: string; agencyIds: readonly string[]; isTest: boolean; since: number },
): Promise<Incident[]> {
  const rows = await query
    .selectFrom('incidents')
    .selectAll()
    .where('kind', '=', sql.lit('alert'))
    .where('agency_id', 'in', signal.agencyIds)
    .where('created_at', '>', signal.since)
    .where('origin_client_id', '=', signal.clientId)
    .where('emergency_type', '=', storedAssailant(signal.isTest))
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toIncident);
}

/** How many alerts wait for their center's answer, and when the one is due that is due first; null where none waits. */
export async function waitingAlerts(query: Kysely<Schema>): Promise<{ waiting: number; firstDueAt: number | null }> {
  const row = await query
    .selectFrom('incidents')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('accept_by').as('due')])
    .where('status', '=', sql.lit('DISPATCH_REQUESTED'))
    .executeTakeFirstOrThrow();
  return { waiting: Number(row.count), firstDueAt: row.due ?? null };
}
