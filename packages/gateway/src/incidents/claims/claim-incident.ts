import { refuse } from '../../kernel/errors.ts';
import { incidentClaimed, incidentReopened } from '../events/work-events.ts';
import { seatKey } from '../incident/seat.ts';
import type { Claim, Incident } from '../incident/types.ts';
import { saveSeat } from '../seats/store.ts';
import { changeWork, type WorkPorts, type WorkRequest } from './change-work.ts';

/**
 * Makes the incident this person's, at this seat, which looks at it from now on; a closed one is open again. Of two who claim at one instant one has it and the other
 * is refused (`conflict`), unless they state in words why they take it over. Who has it already keeps it, at the seat named
 * now, without an event. Refuses as `changeWork` does.
 */
export function claimIncident(
  ports: WorkPorts,
  request: WorkRequest & { readonly seat: string; readonly takeOverReason: string | null },
): Promise<Incident> {
  const { agencyId, incidentId, colleague, seat, takeOverReason } = request;
  return changeWork(ports, request, async (incident, at, entry, tx) => {
    const { claim: before } = incident;
    const isOwn = before?.userId === colleague.userId;
    if (before !== null && !isOwn && takeOverReason === null) {
      throw refuse.conflict({ description: `${before.name} has this incident; send take_over with the reason` });
    }
    const { userId, name } = colleague;
    await saveSeat(tx.query, { id: seatKey(userId, seat), agencyId, userId, name, incidentId, seenAt: at });
    if (isOwn && before.seat === seat) return null;
    const claim: Claim = { ...colleague, at: isOwn ? before.at : at, seat };
    const claimed: Incident = { ...incident, claim, closing: null };
    const events = isOwn
      ? []
      : [
          ...(incident.closing === null ? [] : [incidentReopened(claimed, colleague, entry())]),
          incidentClaimed(claimed, { claim, takenFrom: before, takeOverReason: before && takeOverReason }, entry()),
        ];
    const detail = before === null ? {} : { from: before.userId, reason: takeOverReason };
    return { incident: claimed, events, action: 'incident.claimed', detail };
  });
}
