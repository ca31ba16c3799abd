import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** Notes that somebody may join the incident's room until then. */
export async function noteRoom(
  query: Kysely<Schema>,
  room: { incidentId: string; tokensExpireAt: number },
): Promise<void> {
  await query
    .insertInto('audio_rooms')
    .values({ incident_id: room.incidentId, tokens_expire_at: room.tokensExpireAt, ended_at: null })
    .onConflict((conflict) =>
      conflict.column('incident_id').doUpdateSet({ tokens_expire_at: room.tokensExpireAt, ended_at: null }),
    )
    .execute();
}

/**
 * Rooms that may not be open any more: their incident has ended or is not kept, and they were not ended since, or were
 * while somebody still had a token, which has expired by now.
 */
export async function roomsToEnd(
  query: Kysely<Schema>,
  now: number,
): Promise<{ incidentId: string; tokensExpireAt: number }[]> {
  const rows = await query
    .selectFrom('audio_rooms')
    .leftJoin('incidents', 'incidents.id', 'audio_rooms.incident_id')
    .select(['audio_rooms.incident_id', 'audio_rooms.tokens_expire_at'])
    .where((eb) => eb.or([eb('incidents.id', 'is', null), eb('incidents.ended_at', 'is not', null)]))
    .where((eb) => eb.or([eb('audio_rooms.ended_at', 'is', null), eb('audio_rooms.tokens_expire_at', '<=', now)]))
    .execute();
  return rows.map((row) => ({ incidentId: row.incident_id, tokensExpireAt: row.tokens_expire_at }));
}

/** Keeps in mind that the room was ended; one that nobody has a token of any more is forgotten. */
export async function noteRoomEnded(query: Kysely<Schema>, incidentId: string, now: number): Promise<void> {
  await query
    .deleteFrom('audio_rooms')
    .where('incident_id', '=', incidentId)
    .where('tokens_expire_at', '<=', now)
    .execute();
  await query.updateTable('audio_rooms').set({ ended_at: now }).where('incident_id', '=', incidentId).execute();
}
