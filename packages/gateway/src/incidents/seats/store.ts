import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { AttendedSeat } from '../incident/seat.ts';

function toSeat(row: Selectable<Schema['seats']>): AttendedSeat {
  return {
    id: row.id,
    agencyId: row.agency_id,
    userId: row.user_id,
    name: row.name,
    incidentId: row.incident_id,
    seenAt: row.seen_at,
  };
}

/** Stores that the seat is at work, and what it looks at. */
export async function saveSeat(query: Kysely<Schema>, seat: AttendedSeat): Promise<void> {
  const changing = { name: seat.name, incident_id: seat.incidentId, seen_at: seat.seenAt };
  await query
    .insertInto('seats')
    .values({ id: seat.id, agency_id: seat.agencyId, user_id: seat.userId, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

/** Stores that these seats are at work. One that has no row yet looks at nothing, and gets none. */
export async function markSeen(query: Kysely<Schema>, ids: readonly string[], seenAt: number): Promise<void> {
  await query.updateTable('seats').set({ seen_at: seenAt }).where('id', 'in', ids).execute();
}

/** The agency's seats that were at work since then, in the order of their people's names. */
export async function seatsSince(query: Kysely<Schema>, agencyId: string, since: number): Promise<AttendedSeat[]> {
  const rows = await query
    .selectFrom('seats')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('seen_at', '>=', since)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(toSeat);
}

/** The seat as it was stored last, or nothing. */
export async function findSeat(query: Kysely<Schema>, id: string): Promise<AttendedSeat | undefined> {
  const row = await query.selectFrom('seats').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSeat(row);
}

/** True where the seat was at work since then. */
export async function isSeatSeen(query: Kysely<Schema>, id: string, since: number): Promise<boolean> {
  const row = await query
    .selectFrom('seats')
    .select('id')
    .where('id', '=', id)
    .where('seen_at', '>=', since)
    .executeTakeFirst();
  return row !== undefined;
}

/** The claims of seats that were not at work since then. */
export async function silentClaims(
  query: Kysely<Schema>,
  since: number,
  limit: number,
): Promise<{ incidentId: string; agencyId: string; seat: string }[]> {
  const rows = await query
    .selectFrom('incidents')
    .leftJoin('seats', 'seats.id', 'incidents.claim_seat')
    .select(['incidents.id as incident_id', 'incidents.agency_id as agency_id', 'claim_seat'])
    .where('claim_seat', 'is not', null)
    .where((eb) => eb.or([eb('seats.seen_at', 'is', null), eb('seats.seen_at', '<', since)]))
    .limit(limit)
    .execute();
  return rows.map((row) => ({ incidentId: row.incident_id, agencyId: row.agency_id, seat: row.claim_seat ?? '' }));
}

/** Removes up to `limit` rows of seats that were not at work since then; returns how many. */
export async function deleteSeats(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('seats')
    .where('id', 'in', (eb) => eb.selectFrom('seats').select('id').where('seen_at', '<', before).limit(limit))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
