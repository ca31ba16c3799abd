import { ALERT_EVENT_TYPES, type AlertEventBody, type AlertEventType } from '@sallyport/contract';
import { type AlertMessage, type MessageType, toldClientOf } from '../../incidents/alerts/alert-events.ts';
import type { IncidentEvent } from '../../incidents/events/types.ts';
import type { AlertAuthor, AlertOwner } from '../../incidents/incident/alert-party.ts';
import { alertIdOf, type Incident, type Location } from '../../incidents/incident/types.ts';
import {
  encodeAlert,
  encodeClaimedName,
  encodeDisposition,
  encodeLocation,
  encodeSenderId,
  encodeStatus,
} from './encode-alert.ts';

/** Which side reads an event: only the center is told of its deadline in `alert.new`. */
export type Audience = AlertOwner['side'];

const OF_MESSAGES: Partial<Record<MessageType, AlertEventType>> = {
  CHAT_MESSAGE: 'alert.chat',
  MILESTONE: 'alert.milestone',
  MULTI_TRIP_SIGNAL: 'alert.multi_trip_signal',
};

export function isAlertEventType(name: string): name is AlertEventType {
  return (ALERT_EVENT_TYPES as readonly string[]).includes(name);
}

/** What RapidSOS calls an event of the log; null for what it has no event for: calls, notes, an alert's first location. */
export function alertEventTypeOf({ type, body }: IncidentEvent): AlertEventType | null {
  switch (type) {
    case 'incident.created':
      return (body['incident'] as Incident).kind === 'alert' ? 'alert.new' : null;
    case 'alert.status_changed':
      return 'alert.status_update';
    case 'alert.disposition_changed':
      return 'alert.disposition_update';
    case 'incident.signalled':
      return (body['incident'] as Incident).kind === 'alert' ? 'alert.multi_trip_signal' : null;
    case 'alert.message_added':
      return OF_MESSAGES[(body['message'] as AlertMessage).type] ?? null;
    case 'location.updated':
      return body['by'] === undefined ? null : 'alert.location_update';
    default:
      return null;
  }
}

/** True where that side may know of the event: a center of its own agency's, a client of the alerts it sent. */
export function isEventFor(event: IncidentEvent, owner: AlertOwner): boolean {
  return owner.side === 'psap' ? event.agencyId === owner.agencyId : toldClientOf(event) === owner.clientId;
}

function updateOf({ incidentId, at, body }: IncidentEvent) {
  const by = body['by'] as AlertAuthor;
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

/** The body of an event in RapidSOS's words, the same in every envelope; null where `alertEventTypeOf` is. */
export function encodeEventBody(event: IncidentEvent, audience: Audience): AlertEventBody | null {
  const { body, at } = event;
  switch (alertEventTypeOf(event)) {
    case 'alert.new': {
      const { sla_expiration_time, ...alert } = encodeAlert(body['incident'] as Incident);
      return { ...alert, ...(audience === 'psap' && { sla_expiration_time }), log_messages: [] };
    }
    case 'alert.status_update': {
      const { status, acceptBy } = body['incident'] as Incident;
      const deadline = status === 'DISPATCH_REQUESTED' && { sla_expiration_time: acceptBy };
      return { ...updateOf(event), status: { ...encodeStatus(status), ...deadline } };
    }
    case 'alert.disposition_update': {
      const disposition = encodeDisposition((body['incident'] as Incident).disposition);
      return disposition === null ? null : { ...updateOf(event), disposition };
    }
    case 'alert.chat':
      return { ...updateOf(event), message: (body['message'] as AlertMessage).text };
    case 'alert.milestone':
    case 'alert.multi_trip_signal': {
      const { text, type } = body['message'] as AlertMessage;
      return { ...updateOf(event), message: text, message_type: type as 'MILESTONE' | 'MULTI_TRIP_SIGNAL' };
    }
    case 'alert.location_update': {
      const { provided_location, geodetic, civic } = encodeLocation(body['location'] as Location);
      return {
        alert_id: alertIdOf({ id: event.incidentId }),
        provided_location,
        geodetic,
        civic,
        created_at: String(at),
      };
    }
    default:
      return null;
  }
}
