import { refuse } from '../../kernel/errors.ts';
import type { EventType } from '../events/types.ts';
import type { Change } from '../incident/change.ts';
import { asReceivedAt } from '../incident/times.ts';
import type { Incident } from '../incident/types.ts';
import { locationAsReceived, supersedes } from '../locations/as-received.ts';

interface Applied {
  readonly incident: Incident;
  readonly type: EventType;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The class of service of the call, for ANI/ALI readers; null where the equipment did not say. */
export function classOfServiceOf(incident: Incident): string | null {
  const given = incident.facts['call']?.['class_of_service'];
  return typeof given === 'string' ? given : null;
}

/**
 * The incident after one change that was received at that instant, and the event that says so. What is said late about a call
 * that has ended is kept; a location is always kept, and replaces the current one as `supersedes` decides. A time ahead of its
 * receipt counts as received then. Refuses a change to a merged incident, and the end
 * or transfer of what is not a call that goes on (`conflict`).
 */
export function applyChange(incident: Incident, change: Change, entry: { id: string; at: number }): Applied {
  if (incident.mergedInto !== null) {
    throw refuse.conflict({ description: `This incident was merged; send changes to ${incident.mergedInto}` });
  }
  const { id, at } = entry;
  switch (change.kind) {
    case 'location': {
      const location = locationAsReceived(change.location, at);
      const isCurrent = supersedes(location, incident.location, incident.endedAt !== null);
      const classOfService = change.classOfService ?? classOfServiceOf(incident);
      return {
        incident: isCurrent ? { ...incident, location } : incident,
        type: 'location.updated',
        body: { id, location, classOfService },
      };
    }
    case 'note':
      return { incident, type: 'note.added', body: { id, note: change.note } };
    case 'media':
      return { incident, type: 'media.attached', body: { id, media: change.media } };
    case 'transcript':
      return {
        incident,
        type: 'transcript.added',
        body: { id, words: change.words, callStartedAt: incident.incidentAt },
      };
    case 'response':
      return { incident, type: 'response.updated', body: { id, response: change.response } };
    case 'transfer': {
      refuseUnlessOngoing(incident);
      const transferred: Incident = { ...incident, status: 'TRANSFERRED' };
      return {
        incident: transferred,
        type: 'incident.transferred',
        body: { id, incident: transferred, to: change.to },
      };
    }
    case 'end': {
      refuseUnlessOngoing(incident);
      const { at: endedAt } = asReceivedAt(change.endedAt, at);
      if (endedAt < incident.incidentAt) {
        throw refuse.invalidRequest({ description: 'ended_at must not be before the call started' });
      }
      const ended: Incident = { ...incident, status: 'ENDED', endedAt };
      return { incident: ended, type: 'incident.ended', body: { id, incident: ended } };
    }
  }
}

function refuseUnlessOngoing(incident: Incident): void {
  if (incident.kind !== 'call') throw refuse.conflict({ description: 'This incident is not a call' });
  if (incident.endedAt !== null) throw refuse.conflict({ description: 'This call has ended already' });
}
