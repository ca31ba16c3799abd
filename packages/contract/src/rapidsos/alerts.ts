import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const Milliseconds = Type.Integer({ description: 'milliseconds since 1970' });
const Named = Type.Object({ name: Type.String(), display_name: Type.String() });

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
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  uncertainty_radius: Type.Number({ minimum: -1 }),
  altitude: Nullable(Type.Number()),
  vertical_uncertainty: Nullable(Type.Number()),
  estimated_floor_level: Nullable(Type.Number()),
  elevation: Nullable(Type.Number()),
});
export type Geodetic = Static<typeof Geodetic>;

/** Every part is null where only a position is known. */
export const Civic = Type.Object({
  name: Nullable(Type.String()),
  street_1: Nullable(Type.String()),
  street_2: Nullable(Type.String()),
  city: Nullable(Type.String()),
  state: Nullable(Type.String()),
  country: Nullable(Type.String()),
  zip_code: Nullable(Type.String()),
});
export type Civic = Static<typeof Civic>;

const ProvidedLocation = Type.Enum(['CIVIC', 'GEODETIC', 'BOTH']);
const location = { provided_location: ProvidedLocation, geodetic: Nullable(Geodetic), civic: Civic };

export const AlertLocation = Type.Object(location);
export type AlertLocation = Static<typeof AlertLocation>;

const Entity = Type.Object({ id: Type.String(), name: Type.String(), phone: Type.String() });

/** Longer texts are cut, because readers built for the published lengths hold no more. `adr` has them whole. */
export const ALERT_TEXT_LENGTHS = { service_provider_name: 50, description: 150 } as const;

/** An alert, as the Alert Management API 1.1.0 answers it. */
export const Alert = Type.Object({
  alert_id: Type.String({ examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  source_id: Type.String({ minLength: 1, maxLength: 100 }),
  incident_time: Milliseconds,
  created_time: Milliseconds,
  last_updated_time: Milliseconds,
  dispatch_requested_time: Nullable(Milliseconds),
  sla_expiration_time: Nullable(Milliseconds),
  location: Nullable(AlertLocation),
  location_history: Type.Array(Type.Object({ ...location, created_at: Milliseconds })),
  service_provider_name: Type.String({ minLength: 1, maxLength: ALERT_TEXT_LENGTHS.service_provider_name }),
  description: Type.String({ minLength: 1, maxLength: ALERT_TEXT_LENGTHS.description }),
  emergency_type: Type.Object({ name: Type.Enum([...EMERGENCY_TYPE_NAMES]), display_name: Type.String() }),
  site_type: Nullable(Type.Object({ name: Type.Enum([...SITE_TYPE_NAMES]), display_name: Type.String() })),
  status: Type.Object({
    name: AlertStatusName,
    display_name: Type.String(),
    entity_display_name: Type.String(),
    sender: Type.String(),
  }),
  disposition: Nullable(Named),
  covering_psap: Entity,
  covering_psap_first_viewed_time: Nullable(Milliseconds),
  authorized_entity: Entity,
  followers: Type.Array(Type.String()),
  supplemental_only: Type.Boolean(),
  is_chat_enabled: Type.Boolean(),
  is_media_enabled: Type.Boolean(),
  notified_agencies: Type.Array(Type.String()),
  associated_role_type: Type.String(),
  subtype: Nullable(Type.String()),
  test_mode: Type.Object({ test_enabled: Type.Boolean(), internal: Type.Boolean() }),
});
export type Alert = Static<typeof Alert>;

/** Answer of `GET /v1/alerts`: oldest first. `alerts_until` is the next page's `start`; 0 where there are none. */
export const AlertPage = Type.Object({ alerts_until: Milliseconds, alerts: Type.Array(Alert) });
export type AlertPage = Static<typeof AlertPage>;

/** One line of an alert's log. */
export const LogMessage = Type.Object({
  alert_id: Type.String(),
  message: Type.String(),
  message_type: LogMessageType,
  sender: Type.String(),
  sender_id: Type.String({ examples: ['RapidSOS-41'] }),
  claimed_sender: Type.Optional(Type.String({ description: 'what the sender called itself; nothing proves it' })),
  claimed_sender_id: Type.Optional(Type.String()),
  entity_display_name: Type.String(),
  created_at: Milliseconds,
});
export type LogMessage = Static<typeof LogMessage>;

/** Answer of `GET /v1/alerts/{alert_id}`: with `extra=logs` also the log and the additional data. */
export const AlertWithExtra = Type.Intersect([
  Alert,
  Type.Object({
    logs: Type.Optional(Type.Array(LogMessage)),
    adr: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
  }),
]);
export type AlertWithExtra = Static<typeof AlertWithExtra>;

/** Body of `PATCH /v1/alerts/{alert_id}`: a status, a disposition, or both. */
export const AlertChangeRequest = Type.Object({
  status: Type.Optional(AlertStatusName),
  disposition: Type.Optional(AlertDispositionName),
  decline_reason: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  cancel_reason: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});
export type AlertChangeRequest = Static<typeof AlertChangeRequest>;

/** Answer of `PATCH /v1/alerts/{alert_id}`. `last_updated_time` is when the status or disposition was changed last. */
export const AlertChanged = Type.Object({
  status: Type.Object({ name: AlertStatusName, display_name: Type.String() }),
  disposition: Nullable(Named),
  last_updated_time: Milliseconds,
});
export type AlertChanged = Static<typeof AlertChanged>;

/** Body of `POST /v1/alerts/{alert_id}/log_messages`. The path names the alert; `alert_id` may repeat it. */
export const LogMessageRequest = Type.Object({
  alert_id: Type.Optional(Type.String({ maxLength: 60 })),
  message: Type.String({ minLength: 1, maxLength: 1_000 }),
  message_type: LogMessageType,
  sender: Type.Optional(Type.String({ maxLength: 100 })),
  sender_id: Type.Optional(Type.String({ maxLength: 100 })),
});
export type LogMessageRequest = Static<typeof LogMessageRequest>;

/** Answer of `GET /v1/alerts/{alert_id}/log_messages`: oldest first. */
export const LogMessagePage = Type.Object({ total_records: Type.Integer(), log_messages: Type.Array(LogMessage) });
export type LogMessagePage = Static<typeof LogMessagePage>;
