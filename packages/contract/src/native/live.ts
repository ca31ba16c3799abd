import { type Static, Type } from 'typebox';
import { described } from '../described.ts';

const Cursor = Type.String({ description: 'Come back with it as `after` for everything later' });

/** Frame of `GET /api/incidents/stream`: an incident changed. */
export const LiveEvent = Type.Object({
  type: Type.Literal('event', { description: 'What the frame is' }),
  event: Type.String({ description: "What happened, by the log's name for it", examples: ['location.updated'] }),
  incident_id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  at: Type.String({ format: 'date-time', description: 'When it happened' }),
  mentions: Type.Optional(
    Type.Array(Type.String(), {
      description: 'people a note is meant for, by their ids; missing where it names none',
      examples: [['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77']],
    }),
  ),
  cursor: described(Cursor, 'Come back with it as `after` for everything later', 'sandbox-county:41'),
});
export type LiveEvent = Static<typeof LiveEvent>;

/** The first frame, and every 5 s a sign of life: everything up to the cursor was sent. */
export const LivePosition = Type.Object({
  type: Type.Literal('position', { description: 'What the frame is' }),
  cursor: described(Cursor, 'Everything up to it was sent', 'sandbox-county:41'),
});
export type LivePosition = Static<typeof LivePosition>;

/** What other agencies let this one see came, changed or ended: it is read by `GET /api/transfers`. */
export const LiveTransfers = Type.Object({
  type: Type.Literal('transfers', { description: 'What the frame is' }),
  cursor: described(Cursor, 'Everything up to it was sent', 'sandbox-county:41'),
});
export type LiveTransfers = Static<typeof LiveTransfers>;

/** Why the socket is closed next, or that its session is over in 30 s. */
export const LiveWarning = Type.Object({
  type: Type.Literal('warning', { description: 'What the frame is' }),
  code: Type.String({ description: 'Stable name of the reason', examples: ['invalid_token'] }),
  detail: Type.String({ description: 'The reason, for a person', examples: ['The session has ended; sign in again'] }),
  cursor: described(Cursor, 'Come back with it as `after` for everything later', 'sandbox-county:41'),
});
export type LiveWarning = Static<typeof LiveWarning>;

/** Every frame of `GET /api/incidents/stream` by its `type`. */
export const LIVE_FRAMES = {
  event: LiveEvent,
  position: LivePosition,
  transfers: LiveTransfers,
  warning: LiveWarning,
} as const;

export const LiveFrame = Type.Union([LiveEvent, LivePosition, LiveTransfers, LiveWarning]);
export type LiveFrame = Static<typeof LiveFrame>;

/** Answer of `POST /api/incidents/{id}/listen`: a LiveKit token, where to use it, and for how many seconds. */
export const ListenToken = Type.Object({
  stream_token: Type.String({
    description: "A LiveKit token for that call's room",
    examples: ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJyaWxleSJ9.c2lnbmF0dXJl'],
  }),
  url: Type.String({ description: 'The LiveKit server where it is used', examples: ['wss://livekit.center.example'] }),
  expires_in: Type.Integer({ description: 'For how many seconds it lets somebody in', examples: [300] }),
});
export type ListenToken = Static<typeof ListenToken>;
