import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { BoardFilter, WallBoard } from './types.ts';

function toBoard(row: Selectable<Schema['wall_boards']>): WallBoard {
  return {
    id: row.id,
    agencyId: row.agency_id,
    name: row.name,
    filter: JSON.parse(row.filter) as BoardFilter,
    madeBy: row.made_by,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  };
}

/** The agency's displays that are not ended, the oldest first. */
export async function boardsOf(query: Kysely<Schema>, agencyId: string): Promise<WallBoard[]> {
  const rows = await query
    .selectFrom('wall_boards')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toBoard);
}

/** The display whose link that is, unless it is ended. */
export async function findBoard(query: Kysely<Schema>, tokenHash: string): Promise<WallBoard | undefined> {
  const row = await query
    .selectFrom('wall_boards')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row && toBoard(row);
}

export async function insertBoard(query: Kysely<Schema>, board: WallBoard, tokenHash: string): Promise<void> {
  await query
    .insertInto('wall_boards')
    .values({
      id: board.id,
      agency_id: board.agencyId,
      name: board.name,
      token_hash: tokenHash,
      filter: JSON.stringify(board.filter),
      made_by: board.madeBy,
      created_at: board.createdAt,
      seen_at: null,
      ended_at: null,
    })
    .execute();
}

/** False where the agency has no such display, or it is ended already. */
export async function endBoard(query: Kysely<Schema>, agencyId: string, id: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('wall_boards')
    .set({ ended_at: at })
    .where('agency_id', '=', agencyId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Notes that a display reads, unless that was noted since `unlessSince`. */
export async function noteSeen(query: Kysely<Schema>, id: string, at: number, unlessSince: number): Promise<void> {
  await query
    .updateTable('wall_boards')
    .set({ seen_at: at })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('seen_at', 'is', null), eb('seen_at', '<', unlessSince)]))
    .execute();
}
