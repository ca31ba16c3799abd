import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

const Milliseconds = Type.Integer({ description: 'milliseconds since 1970' });
/** A machine name of an alert's status, type or disposition, and the words that a person reads for it. */
export const NamedAlertValue = Type.Object({
  name: Type.String({ description: "The machine's name for it", examples: ['DISPATCHED'] }),
  display_name: Type.String({ description: 'The words that a person reads for it', examples: ['Dispatched'] }),
});

export const AlertStatusName = Type.Enum([
  'NEW',
  'IGNORED',
  'DISPATCH_REQUESTED',
  'ACCEPTED',
  'DECLINED',
  'TIMEOUT',
  'CANCELED',
]);
export type AlertStatusName = Static<typeof AlertStatusName>;

/** What may be asked for. An answer may also state `CANCELED`. */
export const AlertDispositionName = Type.Enum([
  'DISPATCHED',
  'ENROUTE',
  'PREEMPTED',
  'ON_SCENE',
  'CLEARED_NO_REPORT',
  'CLEARED_WITH_REPORT',
  'CLOSED',
]);
export type AlertDispositionName = Static<typeof AlertDispositionName>;

const EMERGENCY_TYPES = [
  'BURGLARY',
  'HOLDUP',
  'SILENT_ALARM',
  'CRASH',
  'MEDICAL',
  'FIRE',
  'CO',
  'OTHER',
  'ACTIVE_ASSAILANT',
  'MOBILE_PANIC',
  'TRAIN_DERAILMENT',
] as const;
type EmergencyType = (typeof EMERGENCY_TYPES)[number];

/** Each also with `TEST_` before it. */
export const EMERGENCY_TYPE_NAMES: readonly (EmergencyType | `TEST_${EmergencyType}`)[] = EMERGENCY_TYPES.flatMap(
  (name) => [name, `TEST_${name}` as const],
);
export const SITE_TYPE_NAMES = ['RESIDENTIAL', 'COMMERCIAL', 'PERSONAL', 'VEHICLE', 'TRAIN'] as const;

export const LogMessageType = Type.Enum([
  'SYSTEM_UPDATE',
  'STATUS_UPDATE',
  'CHAT_MESSAGE',
  'MILESTONE',
  'MULTI_TRIP_SIGNAL',
]);
export type LogMessageType = Static<typeof LogMessageType>;

/** Metres; -1 where the source did not state. */
export const Geodetic = Type.Object({
  latitude: Type.Number({
    minimum: -90,
    maximum: 90,
    description: 'Degrees of WGS 84, north is positive',
    examples: [44.05817],
  }),
  longitude: Type.Number({
    minimum: -180,
    maximum: 180,
    description: 'Degrees of WGS 84, east is positive',
    examples: [-121.31531],
  }),
  uncertainty_radius: Type.Number({
    minimum: -1,
    description: 'Metres; -1 where the source did not state it',
    examples: [25],
  }),
  altitude: Nullable(
    Type.Number({
      description: 'Metres above the WGS 84 ellipsoid; null where the source did not state it',
      examples: [1104],
    }),
  ),
  vertical_uncertainty: Nullable(
    Type.Number({ description: 'Metres; null where the source did not state it', examples: [3] }),
  ),
  estimated_floor_level: Nullable(
    Type.Number({ description: 'Floor; null where the source did not state it', examples: [2] }),
  ),
  elevation: Nullable(
    Type.Number({
      description: 'Metres above the ground or the sea, as the source means it; null where it did not state it',
      examples: [4],
    }),
  ),
});
export type Geodetic = Static<typeof Geodetic>;

/** Every part is null where only a position is known. */
export const Civic = Type.Object({
  name: Nullable(
    Type.String({
      description: 'Name of the place, or the whole address in one line; null where it is not known',
      examples: ['Example Hall'],
    }),
  ),
  street_1: Nullable(
    Type.String({ description: 'Street and number; null where they are not known', examples: ['100 Example Street'] }),
  ),
  street_2: Nullable(Type.String({ description: 'Apartment or suite; null where it is not known', examples: ['4B'] })),
  city: Nullable(Type.String({ description: 'City; null where it is not known', examples: ['Exampleton'] })),
  state: Nullable(Type.String({ description: 'State; null where it is not known', examples: ['OR'] })),
  country: Nullable(Type.String({ description: 'Country; null where it is not known', examples: ['US'] })),
  zip_code: Nullable(Type.String({ description: 'Postal code; null where it is not known', examples: ['97000'] })),
});
export type Civic = Static<typeof Civic>;

const ProvidedLocation = Type.Enum(['CIVIC', 'GEODETIC', 'BOTH']);
const location = {
  provided_location: described(ProvidedLocation, 'What the source stated: an address, coordinates, or both'),
  geodetic: Nullable(described(Geodetic, 'Where it is by coordinates; null where only an address is known')),
  civic: described(Civic, 'Where it is by address'),
};

export const AlertLocation = Type.Object(location);
export type AlertLocation = Static<typeof AlertLocation>;

const Entity = Type.Object({
  id: Type.String({ description: 'The id of the center or partner', examples: ['sandbox-county'] }),
  name: Type.String({ description: 'What it is called', examples: ['Sandbox County 9-1-1'] }),
  phone: Type.String({ description: 'Its telephone number; empty where it is not known', examples: ['+15555550100'] }),
});

/** Longer texts are cut, because readers built for the published lengths hold no more. `adr` has them whole. */
export const ALERT_TEXT_LENGTHS = { service_provider_name: 50, description: 150 } as const;

/** An alert, as the Alert Management API 1.1.0 answers it. */
export const Alert = Type.Object({
  alert_id: Type.String({ description: 'The alert', examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  source_id: Type.String({
    minLength: 1,
    maxLength: 100,
    description: "The sender's own id of it",
    examples: ['panel-7-event-31'],
  }),
  incident_time: described(Milliseconds, 'When it happened, in milliseconds since 1970', 1795689000000),
  created_time: described(Milliseconds, 'When it was received, in milliseconds since 1970', 1795689000000),
  last_updated_time: described(Milliseconds, 'When it changed last, in milliseconds since 1970', 1795689060000),
  dispatch_requested_time: Nullable(
    described(
      Milliseconds,
      'When dispatch was requested, in milliseconds since 1970; null where it was not',
      1795689010000,
    ),
  ),
  sla_expiration_time: Nullable(
    described(
      Milliseconds,
      'Until when it is to be accepted, in milliseconds since 1970; null until dispatch is requested',
      1795689070000,
    ),
  ),
  location: Nullable(described(AlertLocation, 'Where it is; null where nobody stated it')),
  location_history: Type.Array(
    Type.Object({
      ...location,
      created_at: described(Milliseconds, 'When it was received, in milliseconds since 1970', 1795689000000),
    }),
    { description: 'Where it was before, the oldest first' },
  ),
  service_provider_name: Type.String({
    minLength: 1,
    maxLength: ALERT_TEXT_LENGTHS.service_provider_name,
    description: 'Who watches the site',
    examples: ['Sandbox Alarm'],
  }),
  description: Type.String({
    minLength: 1,
    maxLength: ALERT_TEXT_LENGTHS.description,
    description: 'What it is about',
    examples: ['Front door'],
  }),
  emergency_type: Type.Object(
    {
      name: Type.Enum([...EMERGENCY_TYPE_NAMES], {
        description: "The machine's name for it; a test's begins with TEST_",
      }),
      display_name: Type.String({ description: 'The words that a person reads for it', examples: ['Burglary'] }),
    },
    { description: 'What kind of emergency it is' },
  ),
  site_type: Nullable(
    Type.Object(
      {
        name: Type.Enum([...SITE_TYPE_NAMES], { description: "The machine's name for it" }),
        display_name: Type.String({ description: 'The words that a person reads for it', examples: ['Residential'] }),
      },
      { description: 'What kind of site it is; null where nobody stated it' },
    ),
  ),
  status: Type.Object(
    {
      name: described(AlertStatusName, "The machine's name for it"),
      display_name: Type.String({ description: 'The words that a person reads for it', examples: ['New'] }),
      entity_display_name: Type.String({ description: 'Whose side set it', examples: ['Sandbox Alarm'] }),
      sender: Type.String({ description: 'Who set it', examples: ['Riley Example'] }),
    },
    { description: "The alert's status, and who set it" },
  ),
  disposition: Nullable(described(NamedAlertValue, 'What the responders do; null where nothing was set')),
  covering_psap: described(Entity, 'The center that answers it'),
  covering_psap_first_viewed_time: Nullable(
    described(
      Milliseconds,
      'When the center saw it first, in milliseconds since 1970; null where it has not',
      1795689020000,
    ),
  ),
  authorized_entity: described(Entity, 'Who sent it'),
  followers: Type.Array(Type.String(), { description: 'Who else follows it', examples: [[]] }),
  supplemental_only: Type.Boolean({ description: 'True where it only adds to a call, and dispatches nobody' }),
  is_chat_enabled: Type.Boolean({ description: 'True where both sides may write to each other' }),
  is_media_enabled: Type.Boolean({ description: 'True where media may be attached' }),
  notified_agencies: Type.Array(Type.String(), { description: 'Who else was notified', examples: [[]] }),
  associated_role_type: Type.String({ description: 'Which role answers it', examples: ['PSAP'] }),
  subtype: Nullable(
    Type.String({ description: 'What kind of its type it is; null where nobody stated it', examples: ['GLASS_BREAK'] }),
  ),
  test_mode: Type.Object(
    {
      test_enabled: Type.Boolean({ description: 'True where it is a test' }),
      internal: Type.Boolean({ description: 'True where it is a test of this server alone' }),
    },
    { description: 'Whether it is a test' },
  ),
});
export type Alert = Static<typeof Alert>;

/** Answer of `GET /v1/alerts`: oldest first. `alerts_until` is the next page's `start`; 0 where there are none. */
export const AlertPage = Type.Object({
  alerts_until: described(
    Milliseconds,
    'Send it as `start` for the next page, in milliseconds since 1970; 0 where there are none',
    1795689000000,
  ),
  alerts: Type.Array(Alert, { description: 'Alerts, the oldest first' }),
});
export type AlertPage = Static<typeof AlertPage>;

/** One line of an alert's log. */
export const LogMessage = Type.Object({
  alert_id: Type.String({ description: 'The alert', examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  message: Type.String({ description: 'The text', examples: ['Police are two minutes out'] }),
  message_type: described(LogMessageType, 'What kind of line it is'),
  sender: Type.String({ description: 'The person or program that was authenticated', examples: ['Riley Example'] }),
  sender_id: Type.String({ description: 'The id of who was authenticated', examples: ['RapidSOS-41'] }),
  claimed_sender: Type.Optional(
    Type.String({ description: 'What the sender called itself; nothing proves it', examples: ['Operator 7'] }),
  ),
  claimed_sender_id: Type.Optional(
    Type.String({ description: 'The id it gave itself; nothing proves it', examples: ['op-7'] }),
  ),
  entity_display_name: Type.String({ description: 'Whose side it is', examples: ['Sandbox Alarm'] }),
  created_at: described(Milliseconds, 'When it was received, in milliseconds since 1970', 1795689000000),
});
export type LogMessage = Static<typeof LogMessage>;

/** Answer of `GET /v1/alerts/{alert_id}`: with `extra=logs` also the log and the additional data. */
export const AlertWithExtra = Type.Intersect([
  Alert,
  Type.Object({
    logs: Type.Optional(
      Type.Array(LogMessage, { description: "The alert's log, the oldest first; with `extra=logs` alone" }),
    ),
    adr: Type.Optional(
      Type.Array(Type.Record(Type.String(), Type.Unknown()), {
        description: 'Additional data, as it was sent; with `extra=logs` alone',
      }),
    ),
  }),
]);
export type AlertWithExtra = Static<typeof AlertWithExtra>;

/** Body of `PATCH /v1/alerts/{alert_id}`: a status, a disposition, or both. */
export const AlertChangeRequest = Type.Object({
  status: Type.Optional(described(AlertStatusName, 'The status it is to have')),
  disposition: Type.Optional(described(AlertDispositionName, 'What the responders do')),
  decline_reason: Type.Optional(VisibleText(100, { description: 'Why it is declined', examples: ['Out of our area'] })),
  cancel_reason: Type.Optional(
    VisibleText(100, { description: 'Why it is canceled', examples: ['Disarmed with a code'] }),
  ),
});
export type AlertChangeRequest = Static<typeof AlertChangeRequest>;

/** Answer of `PATCH /v1/alerts/{alert_id}`. `last_updated_time` is when the status or disposition was changed last. */
export const AlertChanged = Type.Object({
  status: Type.Object(
    {
      name: described(AlertStatusName, "The machine's name for it"),
      display_name: Type.String({ description: 'The words that a person reads for it', examples: ['Accepted'] }),
    },
    { description: 'The status it has now' },
  ),
  disposition: Nullable(described(NamedAlertValue, 'What the responders do; null where nothing was set')),
  last_updated_time: described(
    Milliseconds,
    'When status or disposition changed last, in milliseconds since 1970',
    1795689060000,
  ),
});
export type AlertChanged = Static<typeof AlertChanged>;

/** Body of `POST /v1/alerts/{alert_id}/log_messages`. The path names the alert; `alert_id` may repeat it. */
export const LogMessageRequest = Type.Object({
  alert_id: Type.Optional(
    Type.String({
      maxLength: 60,
      description: 'The alert again; must be the one of the path',
      examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
  message: VisibleText(1_000, { description: 'The text', examples: ['Police are two minutes out'] }),
  message_type: described(LogMessageType, 'What kind of line it is'),
  sender: Type.Optional(
    Type.Unknown({
      description: 'What the sender calls itself: text of at most 100 characters; anything else follows the message',
      examples: ['Operator 7'],
    }),
  ),
  sender_id: Type.Optional(Type.Unknown({ description: 'The id it gives itself, likewise', examples: ['op-7'] })),
});
export type LogMessageRequest = Static<typeof LogMessageRequest>;

/** Answer of `GET /v1/alerts/{alert_id}/log_messages`: oldest first. */
export const LogMessagePage = Type.Object({
  total_records: Type.Integer({ description: 'How many lines there are in all', examples: [1] }),
  log_messages: Type.Array(LogMessage, { description: 'Lines, the oldest first' }),
});
export type LogMessagePage = Static<typeof LogMessagePage>;
