import type { AlertFrame } from '@sallyport/contract';
import { respell, type Spellings } from '../wire/spellings.ts';

/** The members of RapidSOS's answers that come as numbers or as text, in seconds or in milliseconds. */
const ANSWERS: Spellings = {
  incident_time: 'milliseconds',
  created_time: 'milliseconds',
  created_at: 'milliseconds',
  last_updated_time: 'milliseconds',
  dispatch_requested_time: 'milliseconds',
  sla_expiration_time: 'milliseconds',
  covering_psap_first_viewed_time: 'milliseconds',
  alerts_until: 'milliseconds',
  location_time: 'milliseconds',
  received_time: 'milliseconds',
  timestamp: 'milliseconds',
  latitude: 'number',
  longitude: 'number',
  uncertainty_radius: 'number',
  altitude: 'number',
  vertical_uncertainty: 'number',
  estimated_floor_level: 'number',
  elevation: 'number',
  confidence: 'number',
  total_records: 'number',
  accept_within_seconds: 'number',
  subscription_id: 'number',
  status_code: 'number',
  order: 'number',
  phone: 'text',
  supplemental_only: 'flag',
  requests_dispatch: 'flag',
  is_chat_enabled: 'flag',
  is_media_enabled: 'flag',
  test_enabled: 'flag',
  internal: 'flag',
  delivered: 'flag',
  data: 'as given',
  adr: 'as given',
};
const UPDATES: Spellings = { ...ANSWERS, created_at: 'milliseconds as text', message_time: 'milliseconds as text' };
const SUBSCRIPTIONS: Spellings = { ...ANSWERS, id: 'number' };

/** An answer of the RapidSOS dialect as the contract writes it. */
export function readAnswer<T>(answer: unknown): T {
  return respell(answer, ANSWERS);
}

export function readSubscription<T>(answer: unknown): T {
  return respell(answer, SUBSCRIPTIONS);
}

/**
 * An event as the contract writes it, whichever of the three payloads it came in: `event` (WebSocket), `event_type` (webhook) or
 * the alert of a new one. Null where it is no event.
 */
export function readAlertFrame(value: unknown): AlertFrame | null {
  if (typeof value !== 'object' || value === null) return null;
  const { event, event_type: eventType, timestamp, body, cursor } = value as Record<string, unknown>;
  const type = event ?? eventType;
  if (typeof type !== 'string' || typeof body !== 'object' || body === null) return null;
  const frame = {
    event: type,
    ...respell<{ timestamp: number }>({ timestamp }, ANSWERS),
    body: respell(body, type === 'alert.new' ? ANSWERS : UPDATES),
    ...(typeof cursor === 'string' && { cursor }),
  };
  return frame as AlertFrame;
}
