import type { AlertAuthor } from '../incident/alert-party.ts';
import type { AlertStatus, Incident } from '../incident/types.ts';
import { about, type Entry, senderOf } from './about.ts';
import type { AlertMessage } from './bodies.ts';
import type { NewEvent } from './types.ts';

interface AuthoredEntry extends Entry {
  readonly by: AlertAuthor;
}

/** The alert's status is new. `incident` is the alert as it is then. */
export function statusChanged(
  incident: Incident,
  from: AlertStatus,
  { id, at, by }: AuthoredEntry,
): NewEvent<'alert.status_changed'> {
  return { ...about(incident, at), type: 'alert.status_changed', body: { id, incident, from, by } };
}

/** The alert's disposition is new. */
export function dispositionChanged(
  incident: Incident,
  { id, at, by }: AuthoredEntry,
): NewEvent<'alert.disposition_changed'> {
  return { ...about(incident, at), type: 'alert.disposition_changed', body: { id, incident, by } };
}

/** Something was reported about the alert. */
export function messageAdded(
  incident: Incident,
  message: AlertMessage,
  { id, at, by }: AuthoredEntry,
): NewEvent<'alert.message_added'> {
  const body = { id, message, by, ...senderOf(incident) };
  return { ...about(incident, at), type: 'alert.message_added', body };
}
