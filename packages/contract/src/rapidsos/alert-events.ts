import type { Alert, AlertLocation } from './alerts.ts';

/** Every event a RapidSOS subscriber may ask for. */
export const ALERT_EVENT_TYPES = [
  'alert.new',
  'alert.status_update',
  'alert.disposition_update',
  'alert.location_update',
  'alert.chat',
  'alert.milestone',
  'alert.multi_trip_signal',
  'location.prevalidation',
] as const;
export type AlertEventType = (typeof ALERT_EVENT_TYPES)[number];

interface Named {
  readonly name: string;
  readonly display_name: string;
}

/** What every update states: about which alert, when (milliseconds, as text) and by whom. */
interface AlertUpdate {
  readonly alert_id: string;
  readonly created_at: string;
  readonly message_time: string;
  readonly entity_id: string;
  readonly entity_display_name: string;
  readonly sender: string;
  readonly sender_id: string;
  /** What the sender called itself, where that is another name; nothing proves it. */
  readonly claimed_sender?: string;
  readonly claimed_sender_id?: string;
}

/** The body of each event, the same in a WebSocket's frame and in a webhook's delivery. */
export type AlertEventBody =
  | (Omit<Alert, 'sla_expiration_time'> & { sla_expiration_time?: number | null; log_messages: [] })
  | (AlertUpdate & { status: Named & { sla_expiration_time?: number | null } })
  | (AlertUpdate & { disposition: Named })
  | (AlertUpdate & { message: string })
  | (AlertUpdate & { message: string; message_type: 'MILESTONE' | 'MULTI_TRIP_SIGNAL' })
  | (AlertLocation & { alert_id: string; created_at: string });

/** One frame of `GET /v1`. `cursor` is ours, in the streams of those who resume. */
export interface AlertFrame {
  readonly event: AlertEventType;
  readonly timestamp: number;
  readonly body: AlertEventBody;
  readonly cursor?: string;
}
