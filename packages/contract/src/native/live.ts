import { type Static, Type } from 'typebox';

const Cursor = Type.String({ description: 'Come back with it as `after` for everything later' });

/** Frame of `GET /api/incidents/stream`: an incident changed. */
export const LiveEvent = Type.Object({
  type: Type.Literal('event'),
  event: Type.String({ examples: ['incident.created', 'location.updated'] }),
  incident_id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  cursor: Cursor,
});
export type LiveEvent = Static<typeof LiveEvent>;

/** The first frame, and every 5 s a sign of life: everything up to the cursor was sent. */
export const LivePosition = Type.Object({ type: Type.Literal('position'), cursor: Cursor });
export type LivePosition = Static<typeof LivePosition>;

/** Why the socket is closed next, or that its session is over in 30 s. */
export const LiveWarning = Type.Object({
  type: Type.Literal('warning'),
  code: Type.String(),
  detail: Type.String(),
  cursor: Cursor,
});
export type LiveWarning = Static<typeof LiveWarning>;

export const LiveFrame = Type.Union([LiveEvent, LivePosition, LiveWarning]);
export type LiveFrame = Static<typeof LiveFrame>;

/** Answer of `POST /api/incidents/{id}/listen`: a LiveKit token, where to use it, and for how many seconds. */
export const ListenToken = Type.Object({
  stream_token: Type.String(),
  url: Type.String(),
  expires_in: Type.Integer(),
});
export type ListenToken = Static<typeof ListenToken>;
