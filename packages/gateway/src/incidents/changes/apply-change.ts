import { refuse } from '../../kernel/errors.ts';
import { mediaAttached, noteAdded, responseUpdated, transcriptAdded } from '../events/addition-events.ts';
import { incidentEnded, incidentTransferred, locationUpdated } from '../events/incident-events.ts';
import type { NewEvent } from '../events/types.ts';
import type { Change } from '../incident/change.ts';
import { classOfServiceOf, type Incident, type IncidentStatus, isMergedByEquipment } from '../incident/types.ts';
import { asReceivedAt, locationAsReceived, supersedes } from '../locations/as-received.ts';

interface Applied {
  readonly incident: Incident;
  readonly event: NewEvent;
}

/**
 * The incident after one change that was received at that instant, and the event that states it. What is stated late about a call
 * that has ended is kept; a location is always kept, and replaces the current one as `supersedes` decides. A time ahead of its
 * receipt counts as received then. A call that a person merged takes what its equipment states, because the equipment does not know of
 * the merge, and stays merged. Refuses a change to an incident that was merged otherwise, and the end or transfer of what is not a
 * call that goes on (`conflict`).
 */
export function applyChange(incident: Incident, change: Change, entry: { id: string; at: number }): Applied {
  if (isMergedByEquipment(incident)) {
    throw refuse.conflict({ description: `This incident was merged; send changes to ${incident.mergedInto}` });
  }
  switch (change.kind) {
    case 'location': {
      const location = locationAsReceived(change.location, entry.at);
      const isCurrent = supersedes(location, incident.location, incident.endedAt !== null);
      const classOfService = change.classOfService ?? classOfServiceOf(incident);
      const event = locationUpdated(incident, { location, classOfService }, entry);
      return { incident: isCurrent ? { ...incident, location } : incident, event };
    }
    case 'note':
      return { incident, event: noteAdded(incident, change.note, entry, change.statement) };
    case 'media':
      return { incident, event: mediaAttached(incident, change.media, entry) };
    case 'transcript':
      return { incident, event: transcriptAdded(incident, change.words, entry) };
    case 'response':
      return { incident, event: responseUpdated(incident, change.response, entry) };
    case 'transfer': {
      refuseUnlessOngoing(incident);
      const transferred = withStatus(incident, 'TRANSFERRED');
      return { incident: transferred, event: incidentTransferred(transferred, change.to, entry) };
    }
    case 'end': {
      refuseUnlessOngoing(incident);
      const { at: endedAt } = asReceivedAt(change.endedAt, entry.at);
      if (endedAt < incident.incidentAt) {
        throw refuse.invalidRequest({ description: 'ended_at must not be before the call started' });
      }
      const ended = withStatus({ ...incident, endedAt }, 'ENDED');
      return { incident: ended, event: incidentEnded(ended, entry) };
    }
  }
}

/** A call that a person merged has the status once that is undone. */
function withStatus(incident: Incident, status: IncidentStatus): Incident {
  const { mergedBy } = incident;
  return mergedBy === null ? { ...incident, status } : { ...incident, mergedBy: { ...mergedBy, status } };
}

function refuseUnlessOngoing(incident: Incident): void {
  if (incident.kind !== 'call') throw refuse.conflict({ description: 'This incident is not a call' });
  if (incident.endedAt !== null) throw refuse.conflict({ description: 'This call has ended already' });
}
