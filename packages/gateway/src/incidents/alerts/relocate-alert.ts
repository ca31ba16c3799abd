import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid } from '../../kernel/random.ts';
import { locationAsReceived, supersedes } from '../locations/as-received.ts';
import { placeOf } from '../locations/place-of.ts';
import type { IncidentParts } from '../parts.ts';
import type { Incident, Location } from '../types.ts';
import { locationChanged } from './alert-events.ts';
import { writeAlert } from './change-alert.ts';
import { type AlertParty, agencyOf, authorOf } from './party.ts';
import { holdAlert } from './store.ts';

const LOCATIONS_KEPT = 50;

/** The alert at a place its sender says it is at now. */
export function withLocation(alert: Incident, location: Location, at: number): Incident {
  if (alert.alert === null) throw new Error('only an alert is located by its sender');
  const locations = [...alert.alert.locations, { location, at }].slice(-LOCATIONS_KEPT);
  const current = supersedes(location, alert.location, false) ? location : alert.location;
  return { ...alert, location: current, alert: { ...alert.alert, locations } };
}

/**
 * The sender says that its alert is somewhere else: the row, the event and the audit record are one transaction. The place
 * it is at already changes nothing. Refuses an alert this party did not send (`not_found`).
 */
export async function relocateAlert(
  parts: IncidentParts,
  request: { party: AlertParty; incidentId: string; location: Location; origin: Origin },
): Promise<Incident> {
  const { party, incidentId, origin } = request;
  const at = parts.clock.now();
  const location = locationAsReceived(request.location, at);
  const id = newUuid(parts.clock, parts.random);
  return parts.database.write(
    async (tx) => {
      const held = await holdAlert(tx.query, party.owner, incidentId, at);
      if (held === undefined) throw refuse.notFound({ description: 'No alert with this id' });
      if (held.location !== null && placeOf(held.location) === placeOf(location)) return held;
      const moved = withLocation(held, location, at);
      await writeAlert(parts, tx, moved, [locationChanged(moved, location, { id, at, by: authorOf(party, held) })]);
      await parts.audit.append(tx, {
        actor: party.actor,
        agencyId: held.agencyId,
        action: 'alert.relocated',
        outcome: 'success',
        subject: held.id,
        origin,
      });
      return moved;
    },
    { agencyId: agencyOf(party.owner) },
  );
}
