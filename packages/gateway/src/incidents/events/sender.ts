import { ALERT_CHANGES } from '../../agencies/callflows/alert-changes.ts';
import type { Incident } from '../incident/types.ts';
import type { OfSender } from './bodies.ts';

/** Who sent the alert, and what they are sent of it, in an event that does not carry the alert itself. */
export function senderOf({ originClientId, alert }: Incident): OfSender {
  const tellsSender = alert?.tellsSender ?? ALERT_CHANGES;
  return { originClientId, ...(tellsSender.length < ALERT_CHANGES.length && { tellsSender }) };
}
