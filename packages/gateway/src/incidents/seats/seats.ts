import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { type AttendedSeat, seatKey } from '../incident/seat.ts';
import { findIncident } from '../incident/store.ts';
import type { Colleague } from '../incident/types.ts';
import { findSeat, saveSeat, seatsSince } from './store.ts';

/** After so long without a sign a seat counts as silent. Its claims are freed later. */
export const SILENT_AFTER_MS = 20_000;
/** A sign that changes nothing is not stored while the stored one is younger, as it is where the seat has a socket open. */
export const STORED_SIGN_LASTS_MS = 5_000;

/** A person's seat at an agency. */
export interface SeatAt {
  readonly agencyId: string;
  readonly colleague: Colleague;
  readonly seat: string;
}

/**
 * States that the seat is at work and which incident it looks at, or none; written where that is new, or the stored sign is older
 * than `STORED_SIGN_LASTS_MS`. Returns the agency's seats that are at work. Refuses an incident that is not the agency's (`not_found`).
 */
export async function attendSeat(
  ports: { database: Database; clock: Clock },
  { agencyId, colleague, seat, incidentId }: SeatAt & { incidentId: string | null },
): Promise<readonly AttendedSeat[]> {
  const { database } = ports;
  if (incidentId !== null && (await findIncident(database.read, agencyId, incidentId)) === undefined) {
    throw refuse.notFound({ description: 'No incident with this id' });
  }
  const { userId, name } = colleague;
  const seenAt = ports.clock.now();
  const row = { id: seatKey(userId, seat), agencyId, userId, name, incidentId, seenAt };
  if (isNews(row, await findSeat(database.read, row.id))) {
    await database.write(({ query }) => saveSeat(query, row), { agencyId });
  }
  return seatsAtWork(ports, agencyId);
}

function isNews(seat: AttendedSeat, stored: AttendedSeat | undefined): boolean {
  if (stored === undefined || stored.incidentId !== seat.incidentId || stored.name !== seat.name) return true;
  // A clock that was set back makes every stored sign one from ahead.
  return Math.abs(seat.seenAt - stored.seenAt) >= STORED_SIGN_LASTS_MS;
}

/** The agency's seats that are at work. */
export function seatsAtWork(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly AttendedSeat[]> {
  return seatsSince(database.read, agencyId, clock.now() - SILENT_AFTER_MS);
}
