import { ALERT_EVENT_TYPES, type AlertEventBody, type AlertEventType } from '@sallyport/contract';
import { informedClientOf } from '../../incidents/alerts/informed-client.ts';
import type { MessageKind } from '../../incidents/events/bodies.ts';
import { applyByType, type ByEventType } from '../../incidents/events/by-type.ts';
import type { EventType, IncidentEvent } from '../../incidents/events/types.ts';
import type { AlertAuthor, AlertOwner } from '../../incidents/incident/alert-party.ts';
import { alertIdOf } from '../requests/alert-id.ts';
import {
  encodeAlert,
  encodeClaimedName,
  encodeDisposition,
  encodeLocation,
  encodeSenderId,
  encodeStatus,
} from './encode-alert.ts';
import { MESSAGE_TYPE_OF } from './message-types.ts';

/** Which side reads an event: only the center is notified of its deadline in `alert.new`. */
export type Audience = AlertOwner['side'];

const OF_MESSAGES: Readonly<Record<MessageKind, AlertEventType | null>> = {
  system: null,
  status: null,
  chat: 'alert.chat',
  milestone: 'alert.milestone',
  further_signal: 'alert.multi_trip_signal',
};

export function isAlertEventType(name: string): name is AlertEventType {
  return (ALERT_EVENT_TYPES as readonly string[]).includes(name);
}

/** What RapidSOS may call each type of event; null for what it has no event for: calls' own, notes and the like. */
export const ALERT_EVENTS_OF: Readonly<Record<EventType, readonly AlertEventType[] | null>> = {
  'incident.created': ['alert.new'],
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': ['alert.multi_trip_signal'],
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': ['alert.location_update'],
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
  'alert.status_changed': ['alert.status_update'],
  'alert.disposition_changed': ['alert.disposition_update'],
  'alert.message_added': ['alert.chat', 'alert.milestone', 'alert.multi_trip_signal'],
};

const ofAlerts = (name: AlertEventType) => (event: IncidentEvent<'incident.created' | 'incident.signalled'>) =>
  event.body.incident.kind === 'alert' ? name : null;

/** Which of those names one event has: none where it is of a call, or an alert's first location. */
const NAMES: ByEventType<[], AlertEventType | null> = {
  'incident.created': ofAlerts('alert.new'),
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': ofAlerts('alert.multi_trip_signal'),
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': ({ body }) => (body.by === undefined ? null : 'alert.location_update'),
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
  'alert.status_changed': () => 'alert.status_update',
  'alert.disposition_changed': () => 'alert.disposition_update',
  'alert.message_added': ({ body }) => OF_MESSAGES[body.message.kind],
};

/** What RapidSOS calls this event; null also for calls, and for an alert's first location. */
export function alertEventTypeOf(event: IncidentEvent): AlertEventType | null {
  return applyByType(NAMES, event);
}

/** True where that side may know of the event: a center of its own agency's, a client of the alerts it sent. */
export function isEventFor(event: IncidentEvent, owner: AlertOwner): boolean {
  return owner.side === 'psap' ? event.agencyId === owner.agencyId : informedClientOf(event) === owner.clientId;
}

interface Authored {
  readonly incidentId: string;
  readonly at: number;
  readonly body: { readonly by: AlertAuthor };
}

function updateOf({ incidentId, at, body: { by } }: Authored) {
  return {
    alert_id: alertIdOf({ id: incidentId }),
    created_at: String(at),
    message_time: String(at),
    entity_id: by.entityId,
    entity_display_name: by.entityName,
    sender: by.sender,
    sender_id: encodeSenderId(by.senderId),
    ...encodeClaimedName(by),
  };
}

function encodeNew({ body }: IncidentEvent<'incident.created'>, audience: Audience): AlertEventBody {
  const { sla_expiration_time, ...alert } = encodeAlert(body.incident);
  return { ...alert, ...(audience === 'psap' && { sla_expiration_time }), log_messages: [] };
}

function encodeStatusUpdate(event: IncidentEvent<'alert.status_changed'>): AlertEventBody {
  const { status, acceptBy } = event.body.incident;
  const deadline = status === 'DISPATCH_REQUESTED' && { sla_expiration_time: acceptBy };
  return { ...updateOf(event), status: { ...encodeStatus(status), ...deadline } };
}

function encodeDispositionUpdate(event: IncidentEvent<'alert.disposition_changed'>): AlertEventBody | null {
  const disposition = encodeDisposition(event.body.incident.disposition);
  return disposition === null ? null : { ...updateOf(event), disposition };
}

/** A chat message refuses type, because its event does. */
function encodeMessage(event: IncidentEvent<'alert.message_added' | 'incident.signalled'>): AlertEventBody {
  const { text, kind } = event.body.message;
  const isTyped = kind === 'milestone' || kind === 'further_signal';
  return { ...updateOf(event), message: text, ...(isTyped && { message_type: MESSAGE_TYPE_OF[kind] }) };
}

function encodeLocationUpdate({ incidentId, at, body }: IncidentEvent<'location.updated'>): AlertEventBody {
  const { provided_location, geodetic, civic } = encodeLocation(body.location);
  return { alert_id: alertIdOf({ id: incidentId }), provided_location, geodetic, civic, created_at: String(at) };
}

const BODIES: ByEventType<[audience: Audience], AlertEventBody | null> = {
  'incident.created': encodeNew,
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': encodeMessage,
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': encodeLocationUpdate,
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
  'alert.status_changed': encodeStatusUpdate,
  'alert.disposition_changed': encodeDispositionUpdate,
  'alert.message_added': encodeMessage,
};

/** The body of an event in RapidSOS's words, the same in every envelope; null where `alertEventTypeOf` is. */
export function encodeEventBody(event: IncidentEvent, audience: Audience): AlertEventBody | null {
  return alertEventTypeOf(event) === null ? null : applyByType(BODIES, event, audience);
}
