import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';
import { NamedValue } from './incidents.ts';

const strict = { additionalProperties: false } as const;
const time =
  'RFC 3339, or seconds, milliseconds or microseconds since 1970; without an offset in the zone the client is registered with';
const Time = Type.Union([Type.String({ maxLength: 100 }), Type.Number()], { description: time });
const Instant = Type.Union([Type.String({ maxLength: 100 }), Type.Number()], {
  description: `${time}; now where it is missing, and where it lies ahead`,
});
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Measure = Type.Union([Type.Number(), Type.String({ maxLength: 100 })]);

/** Where a caller is, as the equipment learned it: both coordinates, or an address or a description without them. */
export const ReportedLocation = Type.Object(
  {
    latitude: Type.Optional(
      Nullable(
        Type.Number({
          minimum: -90,
          maximum: 90,
          description: 'Degrees of WGS 84; with longitude, or left out with it',
          examples: [44.05817],
        }),
      ),
    ),
    longitude: Type.Optional(
      Nullable(
        Type.Number({
          minimum: -180,
          maximum: 180,
          description: 'Degrees of WGS 84; with latitude, or left out with it',
          examples: [-121.31531],
        }),
      ),
    ),
    uncertainty_radius: Type.Optional(
      Type.Union([Type.Number(), Type.String({ maxLength: 100 }), Type.Null()], {
        description: 'Metres; 0 and less, and more than 1,000,000, are not known',
        examples: [25],
      }),
    ),
    confidence: Type.Optional(
      described(Measure, 'Percent, 0 to 100; others are not known, and are kept as they were sent', 90),
    ),
    height: Type.Optional(
      described(
        Measure,
        'Metres above the WGS 84 ellipsoid, -1,000 to 50,000; others are not known, and are kept as they were sent',
        1104,
      ),
    ),
    vertical_uncertainty: Type.Optional(
      described(Measure, 'Metres; 0 and less, and more than 100,000, are not known, and are kept as they were sent', 3),
    ),
    floor: Type.Optional(
      described(
        Measure,
        "The floor, by the equipment's own count, -100 to 1,000; others, and names of floors, are kept as they were sent",
        2,
      ),
    ),
    description: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'What else is known of the place',
        examples: ['Behind the hall'],
      }),
    ),
    source: Type.Optional(described(Name, 'Who or what located it', 'Device-based hybrid')),
    address: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'The address in one line',
        examples: ['100 Example Street, Exampleton, OR'],
      }),
    ),
    located_at: Type.Optional(
      described(
        Instant,
        'When the caller was there: RFC 3339, or seconds, milliseconds or microseconds since 1970; now where it is missing, and where it lies ahead',
        '2026-11-21T10:30:00Z',
      ),
    ),
  },
  strict,
);
export type ReportedLocation = Static<typeof ReportedLocation>;

/** Body of `POST /api/incidents`: a call has reached the center. */
export const OpenCallRequest = Type.Object(
  {
    call: Type.Object(
      {
        caller_phone_number: Type.Optional(
          Type.String({
            maxLength: 60,
            description: "The caller's number; kept as it was given where no number can be read",
            examples: ['+15555550123'],
          }),
        ),
        caller_name: Type.Optional(
          Type.String({ minLength: 1, maxLength: 200, description: 'Who calls', examples: ['Riley Example'] }),
        ),
        class_of_service: Type.Optional(described(Name, "The call's class of service", 'WPH2')),
        position: Type.Optional(described(Name, "The call-taker's position", 'Position 3')),
        trunk: Type.Optional(described(Name, 'The trunk that it came by', '911-07')),
        sip_call_id: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 255,
            description: 'The Call-ID of its SIP dialog',
            examples: ['a84b4c76e66710@pbx.example'],
          }),
        ),
        started_at: Type.Optional(
          described(
            Instant,
            'When it began: RFC 3339, or seconds, milliseconds or microseconds since 1970; now where it is missing, and where it lies ahead',
            '2026-11-21T10:30:00Z',
          ),
        ),
      },
      { ...strict, description: 'The call' },
    ),
    location: Type.Optional(described(ReportedLocation, 'Where the caller is')),
  },
  strict,
);
export type OpenCallRequest = Static<typeof OpenCallRequest>;

/** Answer of `POST /api/incidents`, also to a repeat. */
export const OpenedCall = Type.Object({
  id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  kind: Type.Literal('call', { description: 'What it came in as' }),
  status: described(NamedValue, 'Its status'),
  created_at: Type.String({ format: 'date-time', description: 'When it was made' }),
});
export type OpenedCall = Static<typeof OpenedCall>;

/** Body of `…/notes`. */
export const NoteRequest = Type.Object(
  {
    text: VisibleText(4_000, {
      description: 'The note, as people read it',
      examples: ['Caller is on the second floor'],
    }),
    author: Type.Optional(described(Name, 'Who wrote it', 'Call-taker 3')),
  },
  strict,
);
export type NoteRequest = Static<typeof NoteRequest>;

/** Body of `…/media`: a photo, a video or a recording, by its address. */
export const MediaRequest = Type.Object(
  {
    url: Type.String({
      maxLength: 2_000,
      pattern: '^https?://[^\\s]+$',
      description: 'Where it is read',
      examples: ['https://media.center.example/photo-1.jpg'],
    }),
    media_type: Type.Union(
      [Type.Literal('photo'), Type.Literal('video'), Type.Literal('recording'), Type.Literal('file')],
      { description: 'What kind of file it is' },
    ),
    description: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'What it shows', examples: ['Smoke from the roof'] }),
    ),
  },
  strict,
);
export type MediaRequest = Static<typeof MediaRequest>;

/** one spoken word. New words replace that speaker's words from the first new `started_at` on. */
export const TranscriptWord = Type.Object(
  {
    word: Type.String({ minLength: 1, maxLength: 100, description: 'The word', examples: ['Fire'] }),
    speaker: Type.Union([Type.Literal('Caller'), Type.Literal('CallTaker')], { description: 'Who said it' }),
    started_at: described(
      Time,
      'When it began: RFC 3339, or seconds, milliseconds or microseconds since 1970',
      '2026-11-21T10:30:00.250Z',
    ),
    ended_at: described(Time, 'When it ended, in the same forms', '2026-11-21T10:30:00.600Z'),
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'From 0 to 1', examples: [0.93] })),
    language_code: Type.Optional(
      Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47 language tag', examples: ['en-US'] }),
    ),
  },
  strict,
);
export type TranscriptWord = Static<typeof TranscriptWord>;

/** Body of `…/transcript`. */
export const TranscriptRequest = Type.Object(
  {
    words: Type.Array(TranscriptWord, {
      minItems: 1,
      maxItems: 500,
      description: 'Words, in the order of their times',
    }),
  },
  strict,
);
export type TranscriptRequest = Static<typeof TranscriptRequest>;

/** Body of `…/responses`: what a unit does about the incident. */
export const ResponseRequest = Type.Object(
  {
    unit: VisibleText(100, { description: 'The unit', examples: ['E4'] }),
    status: VisibleText(100, { description: 'What it does', examples: ['ENROUTE'] }),
    note: Type.Optional(VisibleText(500, { description: 'What else is to be known', examples: ['From station 2'] })),
  },
  strict,
);
export type ResponseRequest = Static<typeof ResponseRequest>;

/** Body of `…/transfer`: to whom the call was handed. */
export const TransferRequest = Type.Object(
  {
    to: VisibleText(200, { description: 'To whom the call was handed', examples: ['Harbor City Dispatch'] }),
  },
  strict,
);
export type TransferRequest = Static<typeof TransferRequest>;

/** Body of `…/end`; `{}` ends the call now. */
export const EndRequest = Type.Object(
  {
    ended_at: Type.Optional(
      described(
        Instant,
        'When it ended: RFC 3339, or seconds, milliseconds or microseconds since 1970; now where it is missing, and where it lies ahead',
        '2026-11-21T10:45:00Z',
      ),
    ),
  },
  strict,
);
export type EndRequest = Static<typeof EndRequest>;

/** Body of `…/merge`: the incident that goes on; the one in the path ends in it. */
export const MergeRequest = Type.Object(
  {
    into: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'The incident that goes on',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'],
    }),
  },
  strict,
);
export type MergeRequest = Static<typeof MergeRequest>;

/** One change of a batch: exactly one of its members. */
export const BatchChange = Type.Object(
  {
    location: Type.Optional(described(ReportedLocation, 'A location of the caller')),
    note: Type.Optional(described(NoteRequest, 'A note')),
    media: Type.Optional(described(MediaRequest, 'A photo, a video or a recording')),
    transcript: Type.Optional(described(TranscriptRequest, 'Spoken words')),
    response: Type.Optional(described(ResponseRequest, 'What a unit does')),
    transfer: Type.Optional(described(TransferRequest, 'The call was handed to somebody else')),
    end: Type.Optional(described(EndRequest, 'The call ended')),
  },
  { ...strict, minProperties: 1, maxProperties: 1 },
);
export type BatchChange = Static<typeof BatchChange>;

/** Body of `…/changes`: several changes in their order, all of them or none. */
export const BatchRequest = Type.Object(
  {
    changes: Type.Array(BatchChange, {
      minItems: 1,
      maxItems: 100,
      description: 'Changes, in their order; all of them or none',
    }),
  },
  strict,
);
export type BatchRequest = Static<typeof BatchRequest>;

/** What a change was stored as; a repeat with the same Idempotency-Key answers the same. */
export const StoredChange = Type.Object({
  id: Type.String({ description: 'What it was stored as', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  incident_id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  created_at: Type.String({ format: 'date-time', description: 'When it was stored' }),
});
export type StoredChange = Static<typeof StoredChange>;

/** Answer of `…/changes`, in the order of the request. */
export const StoredChanges = Type.Object({
  changes: Type.Array(StoredChange, { description: 'What was stored, in the order of the request' }),
});
export type StoredChanges = Static<typeof StoredChanges>;
