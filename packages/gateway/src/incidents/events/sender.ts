import { ALERT_NEWS } from '../../kernel/alert-news.ts';
import type { Incident } from '../incident/types.ts';
import type { OfSender } from './bodies.ts';

/** Who sent the alert, and what they are sent of it, in an event that does not carry the alert itself. */
export function senderOf({ originClientId, alert }: Incident): OfSender {
  const tellsSender = alert?.tellsSender ?? ALERT_NEWS;
  return { originClientId, ...(tellsSender.length < ALERT_NEWS.length && { tellsSender }) };
}
