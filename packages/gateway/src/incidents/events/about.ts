import { ALERT_CHANGES } from '../../agencies/callflows/alert-changes.ts';
import type { Incident } from '../incident/types.ts';
import type { OfSender } from './bodies.ts';

/** An event's own id, under which what it adds is known, and when it happened, in milliseconds. */
export interface Entry {
  readonly id: string;
  readonly at: number;
}

/** Where and when every event about the incident is. */
export function about({ id, agencyId }: Pick<Incident, 'id' | 'agencyId'>, at: number) {
  return { agencyId, incidentId: id, at };
}

/** Who sent the alert, and what they are sent of it, in an event that does not carry the alert itself. */
export function senderOf({ originClientId, alert }: Incident): OfSender {
  const tellsSender = alert?.tellsSender ?? ALERT_CHANGES;
  return { originClientId, ...(tellsSender.length < ALERT_CHANGES.length && { tellsSender }) };
}
