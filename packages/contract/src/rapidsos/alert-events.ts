import { type Static, type TSchema, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { Alert, AlertLocation, NamedAlertValue } from './alerts.ts';

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

const ALERT_ID = 'alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11';
const Milliseconds = Type.String({ description: 'Milliseconds since 1970, as text', examples: ['1795689000000'] });
const Deadline = Type.Optional(
  Nullable(
    Type.Integer({
      description: 'Until when it is to be accepted, in milliseconds since 1970; sent to the center alone',
      examples: [1795689070000],
    }),
  ),
);
const alertId = Type.String({ description: 'The alert', examples: [ALERT_ID] });

/** What every update states: about which alert, when and by whom. */
const update = {
  alert_id: alertId,
  created_at: Milliseconds,
  message_time: Milliseconds,
  entity_id: Type.String({ description: 'The id of the side that did it', examples: ['sandbox-county'] }),
  entity_display_name: Type.String({ description: 'What that side is called', examples: ['Sandbox County 9-1-1'] }),
  sender: Type.String({ description: 'The person or program that was authenticated', examples: ['Riley Example'] }),
  sender_id: Type.String({ description: 'The id of who was authenticated', examples: ['RapidSOS-41'] }),
  claimed_sender: Type.Optional(
    Type.String({
      description: 'What the sender called itself, where that is another name; nothing proves it',
      examples: ['Operator 7'],
    }),
  ),
  claimed_sender_id: Type.Optional(
    Type.String({ description: 'The id it gave itself; nothing proves it', examples: ['op-7'] }),
  ),
};
const message = Type.String({ description: 'The text', examples: ['Police are two minutes out'] });

const { sla_expiration_time: _ofTheCenter, ...alert } = Alert.properties;
const NewAlert = Type.Object({
  ...alert,
  sla_expiration_time: Deadline,
  log_messages: Type.Unsafe<[]>({
    type: 'array',
    maxItems: 0,
    description: 'Always empty: the alert is new',
    examples: [[]],
  }),
});
const StatusUpdate = Type.Object({
  ...update,
  status: Type.Object(
    { ...NamedAlertValue.properties, sla_expiration_time: Deadline },
    { description: 'The status it has now' },
  ),
});
const DispositionUpdate = Type.Object({
  ...update,
  disposition: described(NamedAlertValue, 'What the responders do now'),
});
const Chat = Type.Object({ ...update, message });
const Milestone = Type.Object({
  ...update,
  message,
  message_type: Type.Enum(['MILESTONE', 'MULTI_TRIP_SIGNAL'], { description: 'What kind of line it is' }),
});
const LocationUpdate = Type.Object({ ...AlertLocation.properties, alert_id: alertId, created_at: Milliseconds });

/** The body of each event, the same in a WebSocket's frame and in a webhook's delivery; nothing is sent under the last name. */
export const ALERT_EVENT_BODIES = {
  'alert.new': NewAlert,
  'alert.status_update': StatusUpdate,
  'alert.disposition_update': DispositionUpdate,
  'alert.location_update': LocationUpdate,
  'alert.chat': Chat,
  'alert.milestone': Milestone,
  'alert.multi_trip_signal': Milestone,
} as const satisfies Partial<Record<AlertEventType, TSchema>>;

/** What a WebSocket of alerts or a webhook sends of an event. */
export type AlertEventBody = Static<(typeof ALERT_EVENT_BODIES)[keyof typeof ALERT_EVENT_BODIES]>;

function frame(event: string, body: TSchema): TSchema {
  return Type.Object({
    event: Type.Literal(event, { description: 'What happened' }),
    timestamp: Type.Integer({ description: 'When it is sent, in milliseconds since 1970', examples: [1795689000000] }),
    body: described(body, 'What is known of it'),
    cursor: Type.Optional(
      Type.String({
        description: 'For `after`, where the stream was asked for with one',
        examples: ['sandbox-county:41'],
      }),
    ),
  });
}

/** Every frame of `GET /v1` by its name. */
export const ALERT_FRAMES: Readonly<Record<string, TSchema>> = {
  ...Object.fromEntries(Object.entries(ALERT_EVENT_BODIES).map(([event, body]) => [event, frame(event, body)])),
  'connection.ending': Type.Object({
    event: Type.Literal('connection.ending', { description: 'The socket is closed next' }),
    body: Type.Object(
      {
        detail: Type.String({ description: 'Why', examples: ['The access token has ended'] }),
        cursor: Type.Optional(Type.String({ description: 'To come back with', examples: ['sandbox-county:41'] })),
      },
      { description: 'Why, and how to come back' },
    ),
  }),
};

/** One frame of `GET /v1`. `cursor` is ours, in the streams of those who resume. */
export interface AlertFrame {
  readonly event: AlertEventType;
  readonly timestamp: number;
  readonly body: AlertEventBody;
  readonly cursor?: string;
}
