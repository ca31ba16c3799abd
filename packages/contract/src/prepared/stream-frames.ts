import { type TSchema, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { CallerLocation, IncidentMedia, IncidentMetadata } from './incident-events.ts';

const cursor = Type.String({
  description: 'Come back with it as `after` for everything later',
  examples: ['sandbox-county:41'],
});

/** Every frame of `GET /v1/incident_events/stream` by its `type`. */
export const PREPARED_FRAMES: Readonly<Record<string, TSchema>> = {
  incident_metadata: Type.Object({ ...IncidentMetadata.properties, cursor }),
  caller_location: Type.Object({ ...CallerLocation.properties, cursor }),
  media: Type.Object({ ...IncidentMedia.properties, cursor }),
  warning: Type.Object({
    type: Type.Literal('warning', { description: 'The socket is closed next' }),
    error: Type.String({ description: 'Stable name of the reason', examples: ['invalid_token'] }),
    message: Type.String({ description: 'The reason, for a person', examples: ['The access token has ended'] }),
    cursor,
  }),
};

const identifier = Type.String({
  description: 'The channel and the incident, as JSON in a text',
  examples: ['{"channel":"PartnerEventsChannel","incident_id":"0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11"}'],
});
const instant = (description: string) => Type.String({ description, examples: ['2026-11-21T10:30:00.000+00:00'] });

const Word = Type.Object({
  word: Type.String({ description: 'The word', examples: ['Fire'] }),
  speaker: Type.Enum(['Caller', 'CallTaker'], { description: 'Who said it' }),
  confidence: Nullable(Type.Number({ description: 'From 0 to 1; null where it is not known', examples: [0.93] })),
  started_at: instant('When it began'),
  ended_at: instant('When it ended'),
  duration: Type.Number({ description: 'Seconds', examples: [0.35] }),
  start_offset: Nullable(
    Type.Number({ description: 'Seconds since the call began; null where that is not known', examples: [12.4] }),
  ),
  language_code: Nullable(
    Type.String({ description: 'BCP 47 language tag; null where it is not known', examples: ['en-US'] }),
  ),
  diarized_speaker: Type.Integer({ description: 'Always 0: every speaker has a line of their own', examples: [0] }),
  diarized_speaker_confidence: Type.Number({ description: 'Always 1', examples: [1] }),
});

/** Every message that `/cable` sends (Action Cable's framing), by its `type`; `message` has none. */
export const CABLE_FRAMES: Readonly<Record<string, TSchema>> = {
  welcome: Type.Object({ type: Type.Literal('welcome', { description: 'The socket is open' }) }),
  ping: Type.Object({
    type: Type.Literal('ping', { description: 'A sign of life' }),
    message: Type.Integer({ description: 'Now, in seconds since 1970', examples: [1795689000] }),
  }),
  confirm_subscription: Type.Object({
    identifier,
    type: Type.Literal('confirm_subscription', { description: 'The channel is open' }),
  }),
  reject_subscription: Type.Object({
    identifier,
    type: Type.Literal('reject_subscription', { description: 'The channel is refused' }),
  }),
  message: Type.Object({
    identifier,
    message: Type.Object(
      {
        type: Type.Literal('transcript', { description: 'What it is' }),
        words: Type.Array(Word, { description: 'Words; one of an instant that was sent before takes its place' }),
      },
      { description: 'New words of the call' },
    ),
  }),
  disconnect: Type.Object({
    type: Type.Literal('disconnect', { description: 'The socket is closed next' }),
    reason: Type.String({ description: 'Why', examples: ['token_expired'] }),
    reconnect: Type.Boolean({ description: 'True where the client may come back by itself' }),
  }),
};

/** Every message that `/cable` reads, by its `command`. */
export const CABLE_COMMANDS: Readonly<Record<string, TSchema>> = {
  subscribe: Type.Object({ command: Type.Literal('subscribe', { description: 'Open the channel' }), identifier }),
  unsubscribe: Type.Object({ command: Type.Literal('unsubscribe', { description: 'Close the channel' }), identifier }),
};
