import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const Instant = Type.String({ examples: ['2026-11-21 10:30:00 UTC'] });
const Cursor = Type.String({
  description: 'Come back with it as `after` for everything later',
  examples: ['sandbox-county:41'],
});

const metadata = {
  type: Type.Literal('incident_metadata'),
  id: Type.String({ description: 'the incident' }),
  caller_phone_number: Nullable(Type.String({ description: 'E.164' })),
  is_audio_live: Type.Boolean(),
  audio_call_ended_at: Nullable(Instant),
  created_at: Instant,
  updated_at: Instant,
  chatroom_url: Type.String({ description: 'the incident in the portal' }),
};
const callerLocation = {
  type: Type.Literal('caller_location'),
  id: Type.String({ description: 'this location update' }),
  incident_id: Type.String(),
  lat: Type.Number(),
  lng: Type.Number(),
  uncertainty: Nullable(Type.Number({ description: 'metres' })),
  class_of_service: Nullable(Type.String()),
  source: Type.String(),
  created_at: Instant,
};
const media = {
  type: Type.Literal('media'),
  id: Type.String({ description: 'this photo, video or recording' }),
  incident_id: Type.String(),
  media_type: Type.String({ examples: ['photo', 'video', 'recording', 'file'] }),
  url: Type.String(),
  description: Nullable(Type.String()),
  created_at: Instant,
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
  Type.Object({ ...metadata, cursor: Cursor }),
  Type.Object({ ...callerLocation, cursor: Cursor }),
  Type.Object({ ...media, cursor: Cursor }),
]);
export type PreparedEvent = Static<typeof PreparedEvent>;

/** Answer of `GET /v1/incident_events`, in the order of the log. */
export const PreparedEventPage = Type.Object({
  incident_events: Type.Array(PreparedEvent),
  next_cursor: Cursor,
  /** Come back with it as `before` for what is older; null where nothing older is kept. */
  previous_cursor: Nullable(Type.String()),
});
export type PreparedEventPage = Static<typeof PreparedEventPage>;

/** Answer of `GET /v1/incident_events/{id}`: the incident as it stands. */
export const PreparedIncident = Type.Object({
  ...metadata,
  caller_locations: Type.Array(CallerLocation),
  media: Type.Array(IncidentMedia),
});
export type PreparedIncident = Static<typeof PreparedIncident>;

/** Body of `POST /v1/incident_events/{id}/stream_token`: who is going to listen, by the client's own name for them. */
export const PreparedStreamTokenRequest = Type.Object({
  participant_id: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: '^[A-Za-z0-9][A-Za-z0-9 ._@#/-]*$',
    examples: ['unit-7'],
  }),
});
export type PreparedStreamTokenRequest = Static<typeof PreparedStreamTokenRequest>;

/** A LiveKit token for that participant and that call's room, where to use it, and for how many seconds. */
export const PreparedStreamToken = Type.Object({
  stream_token: Type.String(),
  url: Type.String({ examples: ['wss://livekit.center.example'] }),
  expires_in: Type.Integer(),
});
export type PreparedStreamToken = Static<typeof PreparedStreamToken>;

/** Every refusal of the Prepared dialect. */
export const PreparedRefusal = Type.Object({
  error: Type.String({ description: 'Stable name of the refusal' }),
  message: Type.String({ description: 'What to fix' }),
});
export type PreparedRefusal = Static<typeof PreparedRefusal>;
