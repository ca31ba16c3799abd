import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { LISTED_COLUMNS, toListed } from '../incident/store.ts';
import type { ListedIncident } from '../incident/types.ts';
import type { QueueFilter, QueuePlace, Section } from './types.ts';

/** The words of the partial index `incidents_open`, which SQLite uses for these alone. */
const OPEN_OR_CLAIMED = sql<boolean>`closed_at IS NULL
          AND (claim IS NOT NULL OR (ended_at IS NULL
            AND status IN ('ACTIVE', 'TRANSFERRED', 'WAITING', 'NEW', 'DISPATCH_REQUESTED', 'ACCEPTED', 'TIMEOUT')
            AND (disposition IS NULL OR disposition NOT IN ('CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED', 'CANCELED'))))`;

interface Asked {
  readonly agencyId: string;
  /** Whose dismissals count; null for nobody's. */
  readonly userId: string | null;
  readonly section: Section;
  readonly filter: QueueFilter;
  readonly hidesTests: boolean;
  /** What is open, unclaimed and was not changed since then counts as ended. */
  readonly changedSince: number;
  readonly now: number;
}

type Rows = SelectQueryBuilder<Schema, 'incidents', object>;

/** What a person dismissed and nothing was signalled of since. An alert that waits for an answer cannot be dismissed. */
function dismissed(userId: string, now: number) {
  return sql<boolean>`(EXISTS (SELECT 1 FROM dismissals WHERE dismissals.incident_id = incidents.id
    AND dismissals.user_id = ${userId} AND dismissals.dismissed_at >= incidents.listed_at)
    AND NOT (status = 'DISPATCH_REQUESTED' AND accept_by IS NOT NULL AND accept_by > ${now}))`;
}

function ofSection(rows: Rows, { section, userId, changedSince, now }: Asked): Rows {
  if (section === 'dismissed') return rows.where(userId === null ? sql.lit(false) : dismissed(userId, now));
  const visible = userId === null ? rows : rows.where(sql<boolean>`NOT ${dismissed(userId, now)}`);
  return section === 'active'
    ? visible.where(OPEN_OR_CLAIMED).where(sql<boolean>`(claim IS NOT NULL OR updated_at > ${changedSince})`)
    : visible.where(sql<boolean>`(NOT (${OPEN_OR_CLAIMED}) OR (claim IS NULL AND updated_at <= ${changedSince}))`);
}

function filtered(rows: Rows, { filter, hidesTests }: Asked): Rows {
  const { ids, kind, status, emergencyType, suppliedBy, since, until } = filter;
  let left = rows;
  if (ids !== undefined) left = left.where('id', 'in', ids);
  if (kind !== undefined) left = left.where('kind', '=', kind);
  if (status !== undefined) left = left.where('status', '=', status);
  if (emergencyType !== undefined) left = left.where('emergency_type', 'in', [emergencyType, `TEST_${emergencyType}`]);
  if (suppliedBy !== undefined) left = left.where('supplied_by', '=', suppliedBy);
  if (since !== undefined) left = left.where('listed_at', '>=', since);
  if (until !== undefined) left = left.where('listed_at', '<=', until);
  return hidesTests ? left.where('is_test', '=', sql.lit(0)) : left;
}

/** A page of one section of the agency's incidents, those first that came in or were signalled last, starting after `before`. */
export async function sectionPage(
  query: Kysely<Schema>,
  asked: Asked,
  { before, limit }: { before: QueuePlace | null; limit: number },
): Promise<ListedIncident[]> {
  const own = query.selectFrom('incidents').where('agency_id', '=', asked.agencyId);
  let page = filtered(ofSection(own, asked), asked);
  if (before !== null) {
    page = page.where((eb) => eb(eb.refTuple('listed_at', 'id'), '<', eb.tuple(before.listedAt, before.id)));
  }
  const rows = await page
    .select(LISTED_COLUMNS)
    .orderBy('listed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toListed);
}

/** Stores that the person dismissed the incident. */
export async function saveDismissal(
  query: Kysely<Schema>,
  { agencyId, userId, incidentId, at }: { agencyId: string; userId: string; incidentId: string; at: number },
): Promise<void> {
  await query
    .insertInto('dismissals')
    .values({ user_id: userId, incident_id: incidentId, agency_id: agencyId, dismissed_at: at })
    .onConflict((conflict) => conflict.columns(['user_id', 'incident_id']).doUpdateSet({ dismissed_at: at }))
    .execute();
}

/** Takes the person's dismissal of the incident back. */
export async function deleteDismissal(query: Kysely<Schema>, userId: string, incidentId: string): Promise<void> {
  await query.deleteFrom('dismissals').where('user_id', '=', userId).where('incident_id', '=', incidentId).execute();
}
