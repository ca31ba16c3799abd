import { ALERT_CHANGES, type AlertChange } from '../../agencies/callflows/alert-changes.ts';
import type { OfSender } from '../events/bodies.ts';
import { applyByType, type ByEventType } from '../events/by-type.ts';
import type { EventType, IncidentEvent } from '../events/types.ts';
import type { Incident } from '../incident/types.ts';

type Sender = Partial<OfSender>;

const ofIncident = ({ body: { incident } }: { readonly body: { readonly incident: Incident } }): Sender => ({
  originClientId: incident.originClientId,
  ...(incident.alert !== null && { tellsSender: incident.alert.tellsSender }),
});
const ofBody = ({ body }: { readonly body: Sender }): Sender => body;

/** Who sent the alert an event is about, where it states it. */
const SENDER: ByEventType<[], Sender> = {
  'incident.created': ofIncident,
  'incident.ended': ofIncident,
  'incident.transferred': ofIncident,
  'incident.signalled': ofIncident,
  'incident.merged': ofIncident,
  'incident.merged_in': null,
  'incident.unmerged': ofIncident,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': ofBody,
  'note.added': null,
  'media.attached': null,
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': ofIncident,
  'alert.disposition_changed': ofIncident,
  'alert.message_added': ofBody,
};

/** Which kind of news an event is; null is none that a callflow could leave out. The sender has a new alert from its answer. */
const NEWS: Readonly<Record<EventType, AlertChange | null>> = {
  'incident.created': null,
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': 'messages',
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': 'location',
  'note.added': null,
  'media.attached': null,
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': 'status',
  'alert.disposition_changed': 'disposition',
  'alert.message_added': 'messages',
};

/** The client whose stream and webhooks have this event: the alert's sender, unless its callflow leaves such events out. */
export function informedClientOf(event: IncidentEvent): string | null {
  const { originClientId = null, tellsSender = ALERT_CHANGES } = applyByType(SENDER, event) ?? {};
  const news = NEWS[event.type];
  return news === null || tellsSender.includes(news) ? originClientId : null;
}
