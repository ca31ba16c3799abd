import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { NamedValue } from './incidents.ts';

const strict = { additionalProperties: false } as const;
const time =
  'RFC 3339, or seconds, milliseconds or microseconds since 1970; without an offset in the zone the client is registered with';
const Time = Type.Union([Type.String({ maxLength: 100 }), Type.Number()], { description: time });
const Instant = Type.Union([Type.String({ maxLength: 100 }), Type.Number()], {
  description: `${time}; now where it is missing, and where it lies ahead`,
});
const Name = Type.String({ minLength: 1, maxLength: 100 });

/** Where a caller is, as the equipment learned it: both coordinates, or an address without them. */
export const ReportedLocation = Type.Object(
  {
    latitude: Type.Optional(Nullable(Type.Number({ minimum: -90, maximum: 90 }))),
    longitude: Type.Optional(Nullable(Type.Number({ minimum: -180, maximum: 180 }))),
    uncertainty_radius: Type.Optional(
      Type.Union([Type.Number(), Type.String({ maxLength: 100 }), Type.Null()], {
        description: 'metres; 0 and less, and more than 1,000,000, are not known',
      }),
    ),
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'percent' })),
    height: Type.Optional(
      Type.Number({ minimum: -1_000, maximum: 50_000, description: 'metres above the WGS 84 ellipsoid' }),
    ),
    vertical_uncertainty: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100_000, description: 'metres' })),
    floor: Type.Optional(Type.Number({ minimum: -100, maximum: 1_000 })),
    description: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    source: Type.Optional(Name),
    address: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    located_at: Type.Optional(Instant),
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
          Type.String({ maxLength: 60, description: 'kept as it was given where no number can be read' }),
        ),
        caller_name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        class_of_service: Type.Optional(Name),
        position: Type.Optional(Name),
        trunk: Type.Optional(Name),
        sip_call_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
        started_at: Type.Optional(Instant),
      },
      strict,
    ),
    location: Type.Optional(ReportedLocation),
  },
  strict,
);
export type OpenCallRequest = Static<typeof OpenCallRequest>;

/** Answer of `POST /api/incidents`, also to a repeat. */
export const OpenedCall = Type.Object({
  id: Type.String(),
  kind: Type.Literal('call'),
  status: NamedValue,
  created_at: Type.String({ format: 'date-time' }),
});
export type OpenedCall = Static<typeof OpenedCall>;

/** Body of `…/notes`. */
export const NoteRequest = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 4_000 }), author: Type.Optional(Name) },
  strict,
);
export type NoteRequest = Static<typeof NoteRequest>;

/** Body of `…/media`: a photo, a video or a recording, by its address. */
export const MediaRequest = Type.Object(
  {
    url: Type.String({ maxLength: 2_000, pattern: '^https?://[^\\s]+$' }),
    media_type: Type.Union([
      Type.Literal('photo'),
      Type.Literal('video'),
      Type.Literal('recording'),
      Type.Literal('file'),
    ]),
    description: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  strict,
);
export type MediaRequest = Static<typeof MediaRequest>;

/** one spoken word. New words replace that speaker's words from the first new `started_at` on. */
export const TranscriptWord = Type.Object(
  {
    word: Type.String({ minLength: 1, maxLength: 100 }),
    speaker: Type.Union([Type.Literal('Caller'), Type.Literal('CallTaker')]),
    started_at: Time,
    ended_at: Time,
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    language_code: Type.Optional(Type.String({ minLength: 2, maxLength: 35 })),
  },
  strict,
);
export type TranscriptWord = Static<typeof TranscriptWord>;

/** Body of `…/transcript`. */
export const TranscriptRequest = Type.Object(
  { words: Type.Array(TranscriptWord, { minItems: 1, maxItems: 500 }) },
  strict,
);
export type TranscriptRequest = Static<typeof TranscriptRequest>;

/** Body of `…/responses`: what a unit does about the incident. */
export const ResponseRequest = Type.Object(
  { unit: Name, status: Name, note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) },
  strict,
);
export type ResponseRequest = Static<typeof ResponseRequest>;

/** Body of `…/transfer`: to whom the call was handed. */
export const TransferRequest = Type.Object({ to: Type.String({ minLength: 1, maxLength: 200 }) }, strict);
export type TransferRequest = Static<typeof TransferRequest>;

/** Body of `…/end`; `{}` ends the call now. */
export const EndRequest = Type.Object({ ended_at: Type.Optional(Instant) }, strict);
export type EndRequest = Static<typeof EndRequest>;

/** Body of `…/merge`: the incident that goes on; the one in the path ends in it. */
export const MergeRequest = Type.Object({ into: Type.String({ minLength: 1, maxLength: 60 }) }, strict);
export type MergeRequest = Static<typeof MergeRequest>;

/** One change of a batch: exactly one of its members. */
export const BatchChange = Type.Object(
  {
    location: Type.Optional(ReportedLocation),
    note: Type.Optional(NoteRequest),
    media: Type.Optional(MediaRequest),
    transcript: Type.Optional(TranscriptRequest),
    response: Type.Optional(ResponseRequest),
    transfer: Type.Optional(TransferRequest),
    end: Type.Optional(EndRequest),
  },
  { ...strict, minProperties: 1, maxProperties: 1 },
);
export type BatchChange = Static<typeof BatchChange>;

/** Body of `…/changes`: several changes in their order, all of them or none. */
export const BatchRequest = Type.Object({ changes: Type.Array(BatchChange, { minItems: 1, maxItems: 100 }) }, strict);
export type BatchRequest = Static<typeof BatchRequest>;

/** What a change was stored as; a repeat with the same Idempotency-Key answers the same. */
export const StoredChange = Type.Object({
  id: Type.String(),
  incident_id: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
});
export type StoredChange = Static<typeof StoredChange>;

/** Answer of `…/changes`, in the order of the request. */
export const StoredChanges = Type.Object({ changes: Type.Array(StoredChange) });
export type StoredChanges = Static<typeof StoredChanges>;
