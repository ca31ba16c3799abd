import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { MediaFile } from '../incident/change.ts';

/** A file that is arriving: it has no incident, and nobody sees it. */
export async function insertArrivingFile(
  query: Kysely<Schema>,
  file: MediaFile & { id: string; agencyId: string; startedAt: number },
): Promise<void> {
  await query
    .insertInto('media_files')
    .values({
      id: file.id,
      agency_id: file.agencyId,
      incident_id: null,
      content_type: file.contentType,
      size_bytes: file.sizeBytes,
      sha256: file.sha256,
      started_at: file.startedAt,
    })
    .execute();
}

export async function insertPiece(
  query: Kysely<Schema>,
  piece: { mediaId: string; number: number; content: Buffer },
): Promise<void> {
  await query
    .insertInto('media_pieces')
    .values({ media_id: piece.mediaId, number: piece.number, content: piece.content })
    .execute();
}

/** Gives an arrived file to its incident; false where it was removed as unfinished. */
export async function giveToIncident(query: Kysely<Schema>, id: string, incidentId: string): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('media_files')
    .set({ incident_id: incidentId })
    .where('id', '=', id)
    .where('incident_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The file of this incident of this agency, or nothing. */
export async function findFile(
  query: Kysely<Schema>,
  file: { agencyId: string; incidentId: string; id: string },
): Promise<MediaFile | undefined> {
  const row = await query
    .selectFrom('media_files')
    .select(['content_type', 'size_bytes', 'sha256'])
    .where('id', '=', file.id)
    .where('incident_id', '=', file.incidentId)
    .where('agency_id', '=', file.agencyId)
    .executeTakeFirst();
  return row && { contentType: row.content_type, sizeBytes: row.size_bytes, sha256: row.sha256 };
}

export async function findPiece(query: Kysely<Schema>, mediaId: string, number: number): Promise<Buffer | undefined> {
  const row = await query
    .selectFrom('media_pieces')
    .select('content')
    .where('media_id', '=', mediaId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && Buffer.from(row.content);
}

/** Removes one file with its pieces. */
async function deleteFile(query: Kysely<Schema>, id: string): Promise<void> {
  await query.deleteFrom('media_pieces').where('media_id', '=', id).execute();
  await query.deleteFrom('media_files').where('id', '=', id).execute();
}

/** Removes one file that has not become whole since `before`; returns how many there were, 0 or 1. */
export async function deleteUnfinishedFile(query: Kysely<Schema>, before: number): Promise<number> {
  // Held, so that a late upload either finds its file or is notified that it is gone.
  const locked = await query
    .updateTable('media_files')
    .set((eb) => ({ started_at: eb.ref('started_at') }))
    .where('incident_id', 'is', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('media_files as old')
        .select('old.id')
        .where('old.incident_id', 'is', null)
        .where('old.started_at', '<', before)
        .limit(1),
    )
    .returning('id')
    .execute();
  for (const { id } of locked) await deleteFile(query, id);
  return locked.length;
}

/** Removes one file of these incidents; returns how many there were, 0 or 1. */
export async function deleteFileOf(query: Kysely<Schema>, incidentIds: readonly string[]): Promise<number> {
  if (incidentIds.length === 0) return 0;
  const file = await query
    .selectFrom('media_files')
    .select('id')
    .where('incident_id', 'in', incidentIds)
    .limit(1)
    .executeTakeFirst();
  if (file === undefined) return 0;
  await deleteFile(query, file.id);
  return 1;
}
