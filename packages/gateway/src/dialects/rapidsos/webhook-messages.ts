import { createHmac, createSecretKey } from 'node:crypto';
import { ALERT_EVENT_TYPES } from '@sallyport/contract';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import { ALERT_EVENTS_OF, alertEventTypeOf, encodeEventBody } from './encode-event.ts';

/**
 * Alerts in RapidSOS's webhook envelope, which states `event_type` where its WebSocket states `event`. The signature integrators
 * look for is HMAC-SHA256 of the raw body in hex, keyed with the secret as it was shown; while a rotation overlaps, the
 * previous secret's is beside it.
 */
export const rapidsosWebhooks: WebhookEncoder = {
  // `location.prevalidation` may be asked for, as a list of all of theirs does, and never happens.
  names: ALERT_EVENT_TYPES,
  namesOf: ALERT_EVENTS_OF,
  nameOf: alertEventTypeOf,
  encode: (event, reader) => ({
    event_type: alertEventTypeOf(event),
    timestamp: event.at,
    body: encodeEventBody(event, reader === 'sender' ? 'central_station' : 'psap'),
  }),
  vendorHeaders(body, [current = '', previous]) {
    const sign = (secret: string) => createHmac('sha256', createSecretKey(secret, 'utf8')).update(body).digest('hex');
    return {
      'x-rapidsos-signature': sign(current),
      ...(previous !== undefined && { 'x-rapidsos-signature-previous': sign(previous) }),
    };
  },
};
