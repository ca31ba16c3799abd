import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { type AttendedSeat, seatKey } from '../incident/seat.ts';
import { findIncident } from '../incident/store.ts';
import type { Colleague } from '../incident/types.ts';
import { saveSeat, seatsSince } from './store.ts';

/** After so long without a sign a seat counts as silent. Its claims are freed later. */
export const SILENT_AFTER_MS = 20_000;

/** A person's seat at an agency. */
export interface SeatAt {
  readonly agencyId: string;
  readonly colleague: Colleague;
  readonly seat: string;
}

/**
 * States that the seat is at work and which incident it looks at, or none. Returns the agency's seats that are at work. Refuses an
 * incident that is not the agency's (`not_found`).
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
  await database.write(({ query }) => saveSeat(query, row), { agencyId });
  return seatsAtWork(ports, agencyId);
}

/** The agency's seats that are at work. */
export function seatsAtWork(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly AttendedSeat[]> {
  return seatsSince(database.read, agencyId, clock.now() - SILENT_AFTER_MS);
}
