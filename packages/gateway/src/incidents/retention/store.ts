import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Every agency that has said for how many days it keeps its incidents. */
export async function agenciesThatForget(query: Kysely<Schema>): Promise<{ id: string; retentionDays: number }[]> {
  const rows = await query
    .selectFrom('agencies')
    .select(['id', 'retention_days'])
    .where('retention_days', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, retentionDays: row.retention_days ?? 0 }));
}

/** Removes up to `limit` events from the start of the agency's log, as far as they happened before `before`. */
export async function deleteOldestEvents(
  query: Kysely<Schema>,
  agencyId: string,
  before: number,
  limit: number,
): Promise<number> {
  const oldest = await query
    .selectFrom('events')
    .select(['seq', 'at'])
    .where('agency_id', '=', agencyId)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const kept = oldest.findIndex((event) => event.at >= before);
  const last = (kept === -1 ? oldest.at(-1) : oldest[kept - 1])?.seq;
  if (last === undefined) return 0;
  const { numDeletedRows } = await query
    .deleteFrom('events')
    .where('agency_id', '=', agencyId)
    .where('seq', '<=', last)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Holds, until the transaction ends, up to `limit` of the agency's incidents that nothing has happened to since `before`
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

/** Removes these incidents with all that belongs to them; their events leave with the log's start. */
export async function deleteIncidents(query: Kysely<Schema>, ids: readonly string[]): Promise<number> {
  await query.deleteFrom('idempotency_keys').where('incident_id', 'in', ids).execute();
  await query.deleteFrom('cad_incidents').where('incident_id', 'in', ids).execute();
  await query.deleteFrom('incident_signals').where('incident_id', 'in', ids).execute();
  const { numDeletedRows } = await query.deleteFrom('incidents').where('id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
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
