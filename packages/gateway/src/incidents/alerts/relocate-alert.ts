import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { alertRelocated } from '../events/incident-events.ts';
import { type AlertParty, agencyOf, authorOf } from '../incident/alert-party.ts';
import { saveIncident } from '../incident/store.ts';
import type { Incident, Location } from '../incident/types.ts';
import { locationAsReceived, placeOf, supersedes } from '../locations/as-received.ts';
import { writeAlert } from './change-alert.ts';
import { lockOwnAlert } from './lock-own-alert.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

const LOCATIONS_KEPT = 50;

/** The alert at a place its sender states it is at now. */
export function withLocation(alert: Incident, location: Location, at: number): Incident {
  if (alert.alert === null) throw new Error('only an alert is located by its sender');
  const locations = [...alert.alert.locations, { location, at }].slice(-LOCATIONS_KEPT);
  const current = supersedes(location, alert.location, false) ? location : alert.location;
  return { ...alert, location: current, alert: { ...alert.alert, locations } };
}

/**
 * The sender states that its alert is somewhere else: the row, the event and the audit record are one transaction. The place
 * it is at already changes nothing. Refuses what `lockOwnAlert` refuses.
 */
export async function relocateAlert(
  ports: Ports,
  request: { party: AlertParty; incidentId: string; location: Location; origin: Origin },
): Promise<Incident> {
  const { party, incidentId, origin } = request;
  const at = ports.clock.now();
  return ports.database.write(
    async (tx) => {
      const locked = await lockOwnAlert(tx, party.owner, incidentId, at);
      return moveLocked(ports, tx, locked, { party, location: request.location, at, origin });
    },
    { agencyId: agencyOf(party.owner), sharing: 'agencies' },
  );
}

/** As `relocateAlert`, an alert that the caller's transaction has locked. */
export async function moveLocked(
  ports: Ports,
  tx: Transaction,
  locked: Incident,
  move: { party: AlertParty; location: Location; at: number; origin: Origin },
): Promise<Incident> {
  const { party, at, origin } = move;
  const location = locationAsReceived(move.location, at);
  if (locked.location !== null && placeOf(locked.location) === placeOf(location)) {
    saveIncident(tx, locked);
    return locked;
  }
  const moved = withLocation(locked, location, at);
  const id = newUuid(ports.clock, ports.random);
  await writeAlert(ports, tx, moved, [alertRelocated(moved, location, { id, at, by: authorOf(party, locked) })]);
  await ports.audit.append(tx, {
    actor: party.actor,
    agencyId: locked.agencyId,
    action: 'alert.relocated',
    outcome: 'success',
    subject: locked.id,
    origin,
  });
  return moved;
}
