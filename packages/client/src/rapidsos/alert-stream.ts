import type { Alert, AlertEventType, AlertFrame, AlertLocation } from '@sallyport/contract';
import type { RapidsosServer } from '../servers/rapidsos.ts';
import { openStream } from '../streams/open-stream.ts';
import type { StreamItem, StreamOptions, StreamProtocol } from '../streams/types.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { readObject } from '../wire/read-json.ts';
import { ALERT_EVENT_TYPES as TYPES } from './event-types.ts';
import { readAlertFrame } from './read-answers.ts';

interface Named {
  readonly name: string;
  readonly display_name: string;
}

/** What every update states: about which alert, when (milliseconds, as text) and by whom. */
export interface AlertUpdate {
  readonly alert_id: string;
  readonly created_at: string;
  readonly message_time: string;
  readonly entity_id: string;
  readonly entity_display_name: string;
  readonly sender: string;
  readonly sender_id: string;
}

type Bodies = {
  'alert.new': Alert;
  'alert.status_update': AlertUpdate & { readonly status: Named & { readonly sla_expiration_time?: number | null } };
  'alert.disposition_update': AlertUpdate & { readonly disposition: Named };
  'alert.location_update': AlertLocation & { readonly alert_id: string; readonly created_at: string };
  'alert.chat': AlertUpdate & { readonly message: string };
  'alert.milestone': AlertUpdate & { readonly message: string; readonly message_type: string };
  'alert.multi_trip_signal': AlertUpdate & { readonly message: string; readonly message_type: string };
  'location.prevalidation': Readonly<Record<string, unknown>>;
};

/** An event of an alert: `event` says which, and with that what its `body` is. */
export type RapidsosEvent = {
  [Type in AlertEventType]: { readonly event: Type; readonly timestamp: number; readonly body: Bodies[Type] };
}[AlertEventType];

/** Which events, and which of them are one's own. */
export interface AlertStreamOptions extends StreamOptions {
  /** All where it is left out. */
  readonly eventTypes?: readonly AlertEventType[];
  /** Changes by this `sender_id` are one's own and left out. At a Sallyport server: `RapidSOS-` and the client's or user's id. */
  readonly ownSenderId?: string;
  /** Changes by anybody of this entity are left out. */
  readonly ownEntityId?: string;
}

/** Neither vendor sends a sign of life that a browser shows, so a quiet night opens a new line now and then. */
const SILENT_AFTER_MS = 90_000;

/** The stream of RapidSOS, with Sallyport's cursors where the server has them. */
export function streamAlerts(
  server: RapidsosServer,
  tokens: TokenSource,
  options: AlertStreamOptions,
): AsyncGenerator<StreamItem<RapidsosEvent>, void> {
  const eventTypes = (options.eventTypes ?? TYPES).join(',');
  const protocol: StreamProtocol<RapidsosEvent> = {
    afterLoss: server.resumesStreams ? 'cursor' : 'gap',
    silentAfterMs: SILENT_AFTER_MS,
    url(after, token) {
      const query = new URLSearchParams({ token, event_types: eventTypes });
      if (server.resumesStreams) query.set('after', after ?? 'now');
      return `${server.alertStreamUrl}?${query}`;
    },
    read(text) {
      const frame = readAlertFrame(readObject(text));
      if (frame === null || frame.event === ('connection.ending' as string)) return { kind: 'alive' };
      const { cursor = null, ...event } = frame;
      if (isOwn(event, options)) return cursor === null ? { kind: 'alive' } : { kind: 'position', cursor };
      const key = JSON.stringify([event.event, event.body]);
      return { kind: 'event', event: event as RapidsosEvent, cursor, key };
    },
  };
  return openStream(protocol, tokens, options);
}

function isOwn({ event, body }: Pick<AlertFrame, 'event' | 'body'>, options: AlertStreamOptions): boolean {
  // A new alert is nobody's echo: it is what everything else is about.
  if (event === 'alert.new') return false;
  const { sender_id, entity_id } = body as Partial<AlertUpdate>;
  const { ownSenderId, ownEntityId } = options;
  return (
    (ownSenderId !== undefined && sender_id === ownSenderId) || (ownEntityId !== undefined && entity_id === ownEntityId)
  );
}
