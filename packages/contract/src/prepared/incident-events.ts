import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const Instant = Type.String({ examples: ['2026-11-21 10:30:00 UTC'] });
const Cursor = Type.String({
  description: 'Come back with it as `after` for everything later',
  examples: ['sandbox-county:41'],
});

const metadata = {
  type: Type.Literal('incident_metadata', { description: 'What it is' }),
  id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  caller_phone_number: Nullable(
    Type.String({ description: 'E.164; null where it is not known', examples: ['+15555550123'] }),
  ),
  is_audio_live: Type.Boolean({ description: 'True while the call can be listened to' }),
  audio_call_ended_at: Nullable(
    described(Instant, 'When the call ended; null while it goes on', '2026-11-21 10:45:00 UTC'),
  ),
  created_at: described(Instant, 'When the incident came in', '2026-11-21 10:30:00 UTC'),
  updated_at: described(Instant, 'When it changed last', '2026-11-21 10:31:00 UTC'),
  chatroom_url: Type.String({
    description: 'The incident in the portal',
    examples: ['https://gateway.example/portal/incidents/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
};
const callerLocation = {
  type: Type.Literal('caller_location', { description: 'What it is' }),
  id: Type.String({ description: 'This location update', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  incident_id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  lat: Type.Number({ description: 'Degrees of WGS 84, north is positive', examples: [44.05817] }),
  lng: Type.Number({ description: 'Degrees of WGS 84, east is positive', examples: [-121.31531] }),
  uncertainty: Nullable(Type.Number({ description: 'Metres; null where it is not known', examples: [25] })),
  class_of_service: Nullable(
    Type.String({ description: "The call's class of service; null where it is not known", examples: ['WPH2'] }),
  ),
  source: Type.String({ description: 'Who or what located it', examples: ['Device-based hybrid'] }),
  created_at: described(Instant, 'When it was received', '2026-11-21 10:30:00 UTC'),
};
const media = {
  type: Type.Literal('media', { description: 'What it is' }),
  id: Type.String({
    description: 'This photo, video or recording',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d44'],
  }),
  incident_id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  media_type: Type.String({ description: 'What kind of file it is', examples: ['photo'] }),
  url: Type.String({
    description: 'Where it is read',
    examples: [
      'https://gateway.example/v1/incident_events/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11/media/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d44',
    ],
  }),
  description: Nullable(
    Type.String({ description: 'What it shows; null where nobody stated it', examples: ['Smoke from the roof'] }),
  ),
  created_at: described(Instant, 'When it was attached', '2026-11-21 10:32:00 UTC'),
};

/** An incident came in or changed (Prepared's incident webhooks). */
export const IncidentMetadata = Type.Object(metadata);
export type IncidentMetadata = Static<typeof IncidentMetadata>;

/** A newer location of the caller; it may repeat as it gets better. */
export const CallerLocation = Type.Object(callerLocation);
export type CallerLocation = Static<typeof CallerLocation>;

/** A photo, video or recording was attached. */
export const IncidentMedia = Type.Object(media);
export type IncidentMedia = Static<typeof IncidentMedia>;

/** One event as Prepared spells it, and where it stands in the agency's log: also each frame of the stream. */
export const PreparedEvent = Type.Union([
  Type.Object({
    ...metadata,
    cursor: described(Cursor, 'Come back with it as `after` for everything later', 'sandbox-county:41'),
  }),
  Type.Object({
    ...callerLocation,
    cursor: described(Cursor, 'Come back with it as `after` for everything later', 'sandbox-county:41'),
  }),
  Type.Object({
    ...media,
    cursor: described(Cursor, 'Come back with it as `after` for everything later', 'sandbox-county:41'),
  }),
]);
export type PreparedEvent = Static<typeof PreparedEvent>;

/** Answer of `GET /v1/incident_events`, in the order of the log. */
export const PreparedEventPage = Type.Object({
  incident_events: Type.Array(PreparedEvent, { description: 'Events, in the order of the log' }),
  next_cursor: described(Cursor, 'Come back with it as `after` for everything later', 'sandbox-county:41'),
  /** Come back with it as `before` for what is older; null where nothing older is kept. */
  previous_cursor: Nullable(
    Type.String({
      description: 'Come back with it as `before` for what is older; null where nothing older is kept',
      examples: ['sandbox-county:12'],
    }),
  ),
});
export type PreparedEventPage = Static<typeof PreparedEventPage>;

/** Answer of `GET /v1/incident_events/{id}`: the incident as it stands. */
export const PreparedIncident = Type.Object({
  ...metadata,
  caller_locations: Type.Array(CallerLocation, { description: 'Where the caller was, the oldest first' }),
  media: Type.Array(IncidentMedia, { description: 'What was attached, the oldest first' }),
});
export type PreparedIncident = Static<typeof PreparedIncident>;

/** Body of `POST /v1/incident_events/{id}/stream_token`: who is going to listen, by the client's own name for them. */
export const PreparedStreamTokenRequest = Type.Object({
  participant_id: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '^[A-Za-z0-9][A-Za-z0-9 ._@#/-]*$',
    description: "Who is going to listen, by the client's own name for them",
    examples: ['unit-7'],
  }),
});
export type PreparedStreamTokenRequest = Static<typeof PreparedStreamTokenRequest>;

/** A LiveKit token for that participant and that call's room, where to use it, and for how many seconds. */
export const PreparedStreamToken = Type.Object({
  stream_token: Type.String({
    description: "A LiveKit token for that call's room",
    examples: ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1bml0LTcifQ.c2lnbmF0dXJl'],
  }),
  url: Type.String({ description: 'The LiveKit server where it is used', examples: ['wss://livekit.center.example'] }),
  expires_in: Type.Integer({ description: 'For how many seconds it lets somebody in', examples: [300] }),
});
export type PreparedStreamToken = Static<typeof PreparedStreamToken>;

/** Every refusal of the Prepared dialect. */
export const PreparedRefusal = Type.Object({
  error: Type.String({ description: 'Stable name of the refusal', examples: ['invalid_request'] }),
  message: Type.String({ description: 'What must be sent', examples: ['limit must be a whole number from 1 to 200'] }),
});
export type PreparedRefusal = Static<typeof PreparedRefusal>;
