import { ALERT_NEWS, type AlertNews } from '../../kernel/alert-news.ts';
import type { EventType, IncidentEvent } from '../events/types.ts';
import type { AlertAuthor } from '../incident/alert-party.ts';
import {
  type AlertStatus,
  DISPOSITIONS,
  type Disposition,
  type Incident,
  type Location,
  STATUS_WORDS,
} from '../incident/types.ts';

/** What a line of an alert's log is about, by RapidSOS's names. */
export const MESSAGE_TYPES = [
  'SYSTEM_UPDATE',
  'STATUS_UPDATE',
  'CHAT_MESSAGE',
  'MILESTONE',
  'MULTI_TRIP_SIGNAL',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export interface AlertMessage {
  readonly type: MessageType;
  readonly text: string;
}

type NewEvent = Omit<IncidentEvent, 'seq'>;

interface Change {
  readonly id: string;
  readonly at: number;
  readonly by: AlertAuthor;
}

const place = ({ id: incidentId, agencyId }: Incident, at: number) => ({ agencyId, incidentId, at });

/** What says who sent the alert, and what they are told, in an event that does not carry the alert itself. */
function senderOf({ originClientId, alert }: Incident): object {
  const tellsSender = alert?.tellsSender ?? ALERT_NEWS;
  return { originClientId, ...(tellsSender.length < ALERT_NEWS.length && { tellsSender }) };
}

/** The alert's status is new. `incident` is the alert as it is then. */
export function statusChanged(incident: Incident, from: AlertStatus, { id, at, by }: Change): NewEvent {
  return { ...place(incident, at), type: 'alert.status_changed', body: { id, incident, from, by } };
}

/** The alert's disposition is new. */
export function dispositionChanged(incident: Incident, { id, at, by }: Change): NewEvent {
  return { ...place(incident, at), type: 'alert.disposition_changed', body: { id, incident, by } };
}

/** Something was said about the alert. */
export function messageAdded(incident: Incident, message: AlertMessage, { id, at, by }: Change): NewEvent {
  return { ...place(incident, at), type: 'alert.message_added', body: { id, message, by, ...senderOf(incident) } };
}

/**
 * The alert is somewhere else. An alert's first location has no author, and is no update. `callerPhone` is whose place
 * it is where that may be another one than the alert's caller.
 */
export function locationChanged(
  incident: Incident,
  location: Location,
  { id, at, by }: Change,
  callerPhone?: string | null,
): NewEvent {
  const caller = callerPhone === undefined ? {} : { callerPhone };
  const body = { id, location, classOfService: null, by, ...senderOf(incident), ...caller };
  return { ...place(incident, at), type: 'location.updated', body };
}

/** The client that sent the alert an event is about; null where the event is about no alert. */
function senderOfAlert({ body }: IncidentEvent): string | null {
  const incident = body['incident'] as Incident | undefined;
  const clientId = incident?.originClientId ?? body['originClientId'];
  return typeof clientId === 'string' ? clientId : null;
}

/** Which kind of news an event is. That there is an alert is none: its sender has that from the answer. */
const NEWS_OF: Partial<Record<EventType, AlertNews>> = {
  'alert.status_changed': 'status',
  'alert.disposition_changed': 'disposition',
  'location.updated': 'location',
  'alert.message_added': 'messages',
  'incident.signalled': 'messages',
};

/** The client whose stream and webhooks tell of this event: the alert's sender, unless its callflow leaves such news out. */
export function toldClientOf(event: IncidentEvent): string | null {
  const { body, type } = event;
  const incident = body['incident'] as Incident | undefined;
  const told = incident?.alert?.tellsSender ?? (body['tellsSender'] as readonly AlertNews[] | undefined) ?? ALERT_NEWS;
  const news = NEWS_OF[type];
  return news === undefined || told.includes(news) ? senderOfAlert(event) : null;
}

/** An event as a line of its alert's log: what was said, or the new status or disposition in words. */
export function logMessageOf({ type, body }: Pick<IncidentEvent, 'type' | 'body'>): AlertMessage {
  if (type === 'alert.message_added' || type === 'incident.signalled') return body['message'] as AlertMessage;
  const { status, disposition, alert } = body['incident'] as Incident;
  if (type === 'alert.disposition_changed') {
    return { type: 'STATUS_UPDATE', text: DISPOSITIONS[disposition as Disposition] };
  }
  const reasons: Readonly<Record<string, string | null | undefined>> = {
    DECLINED: alert?.declineReason,
    CANCELED: alert?.cancelReason,
  };
  const reason = reasons[status] ?? null;
  return { type: 'STATUS_UPDATE', text: reason === null ? STATUS_WORDS[status] : `${STATUS_WORDS[status]}: ${reason}` };
}
