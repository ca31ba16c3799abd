import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { DispatchPosition } from './types.ts';

function toPosition(row: Selectable<Schema['dispatch_positions']>): DispatchPosition {
  return {
    id: row.id,
    agencyId: row.agency_id,
    name: row.name,
    madeBy: row.made_by,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  };
}

/** The agency's positions, the oldest first. */
export async function positionsOf(query: Kysely<Schema>, agencyId: string): Promise<DispatchPosition[]> {
  const rows = await query
    .selectFrom('dispatch_positions')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toPosition);
}

/** The position whose credential that is. */
export async function findPosition(query: Kysely<Schema>, tokenHash: string): Promise<DispatchPosition | undefined> {
  const row = await query
    .selectFrom('dispatch_positions')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row && toPosition(row);
}

export async function insertPosition(
  query: Kysely<Schema>,
  position: DispatchPosition,
  tokenHash: string,
): Promise<void> {
  await query
    .insertInto('dispatch_positions')
    .values({
      id: position.id,
      agency_id: position.agencyId,
      name: position.name,
      token_hash: tokenHash,
      made_by: position.madeBy,
      created_at: position.createdAt,
      seen_at: null,
    })
    .execute();
}

/** The position's name; undefined where the agency has none with this id. */
export async function deletePosition(
  query: Kysely<Schema>,
  { agencyId, id }: { agencyId: string; id: string },
): Promise<string | undefined> {
  const row = await query
    .deleteFrom('dispatch_positions')
    .where('agency_id', '=', agencyId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}

export async function markPositionSeen(query: Kysely<Schema>, id: string, at: number): Promise<void> {
  await query.updateTable('dispatch_positions').set({ seen_at: at }).where('id', '=', id).execute();
}
