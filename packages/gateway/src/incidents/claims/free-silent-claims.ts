import { SYSTEM } from '../../audit/actors.ts';
import { incidentReleased } from '../events/work-events.ts';
import { seatKey } from '../incident/seat.ts';
import { STORED_SIGN_LASTS_MS } from '../seats/seats.ts';
import { isSeatSeen, silentClaims } from '../seats/store.ts';
import { changeWork, type WorkPorts } from './change-work.ts';

/** So long after its last sign a seat's claims are free, and 10 s later at most. */
export const CLAIM_GRACE_MS = 45_000;
const AT_ONCE = 200;

/**
 * Frees every claim whose seat gave no sign for 45 s, each in a transaction of its own. Any number of processes may do so at once:
 * the claim is looked at again under the row's lock, and a seat that came back meanwhile keeps it. Returns how many this call freed.
 */
export async function freeSilentClaims(ports: WorkPorts): Promise<number> {
  // A seat's newest sign may be that much younger than the stored one.
  const since = ports.clock.now() - CLAIM_GRACE_MS - STORED_SIGN_LASTS_MS;
  let count = 0;
  for (const { incidentId, agencyId, seat } of await silentClaims(ports.database.read, since, AT_ONCE)) {
    if (await isSeatSeen(ports.database.read, seat, since)) continue;
    const request = { agencyId, incidentId, colleague: { userId: '', name: '' }, actor: SYSTEM };
    await changeWork(ports, request, (incident, _at, entry) => {
      const { claim } = incident;
      if (claim === null || seatKey(claim.userId, claim.seat) !== seat) return null;
      count += 1;
      const events = [incidentReleased(incident, { claim, releasedAs: 'seat_silent' }, entry())];
      const detail = { from: claim.userId, because: 'seat_silent' };
      return { incident: { ...incident, claim: null }, events, action: 'incident.released', detail };
    });
  }
  return count;
}
