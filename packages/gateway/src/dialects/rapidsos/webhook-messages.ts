import { createHmac, createSecretKey } from 'node:crypto';
import type { AlertEventType } from '@sallyport/contract';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import type { EventType } from '../../incidents/events/types.ts';
import { alertEventTypeOf, encodeEventBody } from './encode-event.ts';

/** `location.prevalidation` may be asked for, as a list of all of theirs does, and never happens. */
const EVENT_TYPES: Readonly<Record<AlertEventType, readonly EventType[]>> = {
  'alert.new': ['incident.created'],
  'alert.status_update': ['alert.status_changed'],
  'alert.disposition_update': ['alert.disposition_changed'],
  'alert.location_update': ['location.updated'],
  'alert.chat': ['alert.message_added'],
  'alert.milestone': ['alert.message_added'],
  'alert.multi_trip_signal': ['alert.message_added', 'incident.signalled'],
  'location.prevalidation': [],
};

/**
 * Alerts in RapidSOS's webhook envelope, which says `event_type` where its WebSocket says `event`. The signature integrators
 * look for is HMAC-SHA256 of the raw body in hex, keyed with the secret as it was shown; while a rotation overlaps, the
 * previous secret's is beside it.
 */
export const rapidsosWebhooks: WebhookEncoder = {
  eventTypes: EVENT_TYPES,
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
