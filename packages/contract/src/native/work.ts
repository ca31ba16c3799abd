import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

const Uuid = (description: string, example: string) =>
  Type.String({
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    maxLength: 36,
    description,
    examples: [example],
  });

/** Who works on an incident, and since when. */
export const IncidentClaim = Type.Object({
  user_id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'] }),
  name: Type.String({ description: 'Their name', examples: ['Riley Example'] }),
  claimed_at: Type.String({ format: 'date-time', description: 'Since when' }),
});
export type IncidentClaim = Static<typeof IncidentClaim>;

/** Who closed an incident, when, and what became of it. */
export const IncidentClosing = Type.Object({
  user_id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'] }),
  name: Type.String({ description: 'Their name', examples: ['Riley Example'] }),
  closed_at: Type.String({ format: 'date-time', description: 'When' }),
  outcome: Nullable(
    Type.String({ description: 'In their words; null where they gave none', examples: ['False alarm'] }),
  ),
});
export type IncidentClosing = Static<typeof IncidentClosing>;

/** Into which incident one was merged and, where a person did it, by whom and when. */
export const IncidentMerge = Type.Object({
  into: Type.String({ description: 'The incident that goes on', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'] }),
  by: Type.Optional(
    Type.Object(
      {
        user_id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'] }),
        name: Type.String({ description: 'Their name', examples: ['Riley Example'] }),
        merged_at: Type.String({ format: 'date-time', description: 'When' }),
      },
      { description: 'who merged it, and can have it undone; missing where its equipment did' },
    ),
  ),
});
export type IncidentMerge = Static<typeof IncidentMerge>;

/** Body of `POST /api/incidents/{id}/claim`. */
export const ClaimRequest = Type.Object(
  {
    seat: Uuid(
      'The seat that works on it: an id that its page made. Once it is silent for 45 s, the claim is free',
      '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88',
    ),
    take_over: Type.Optional(
      VisibleText(200, {
        description: 'why it is taken over from a colleague who has it; without it that is refused',
        examples: ['Shift change'],
      }),
    ),
  },
  { additionalProperties: false },
);
export type ClaimRequest = Static<typeof ClaimRequest>;

/** Body of `POST /api/incidents/{id}/close`. */
export const CloseRequest = Type.Object(
  {
    outcome: Type.Optional(VisibleText(500, { description: 'What became of it', examples: ['False alarm'] })),
  },
  { additionalProperties: false },
);
export type CloseRequest = Static<typeof CloseRequest>;

/** Body of `POST /api/incidents/{id}/own_notes`. */
export const OwnNoteRequest = Type.Object(
  {
    text: VisibleText(4_000, { description: 'The note', examples: ['Gate code 4711'] }),
    mentions: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        maxItems: 10,
        description: 'people of the agency whom it is meant for',
        examples: [['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77']],
      }),
    ),
  },
  { additionalProperties: false },
);
export type OwnNoteRequest = Static<typeof OwnNoteRequest>;

/** Body of `POST /api/incidents/{id}/cad_sends`. */
export const SendToCadRequest = Type.Object(
  {
    text: Type.Optional(
      VisibleText(500, { description: 'what the CAD is sent besides what is known', examples: ['Engine asked for'] }),
    ),
  },
  { additionalProperties: false },
);
export type SendToCadRequest = Static<typeof SendToCadRequest>;

/** Answer of `POST /api/incidents/{id}/cad_sends`. */
export const SentToCad = Type.Object({
  id: Type.String({ description: "The event's own id", examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  incident_id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  sent_at: Type.String({ format: 'date-time', description: 'When' }),
  text: Type.String({
    description: 'What was sent, in words',
    examples: ['Structure fire. 350 5th Ave, New York, NY'],
  }),
  receivers: Type.Array(Type.String(), {
    description: 'To which webhooks, by their names; what became of each delivery is in Admin, Webhooks',
    examples: [['County CAD']],
  }),
});
export type SentToCad = Static<typeof SentToCad>;

/** What happened to an incident: one event of its log in words. */
export const TimeLineEntry = Type.Object({
  id: Type.String({ description: "The event's own id", examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  at: Type.String({ format: 'date-time', description: 'When it happened' }),
  kind: Type.Enum(['status', 'work', 'note', 'message', 'location', 'transcript', 'media', 'unit', 'cad'], {
    description: 'What it is about',
  }),
  by: Nullable(Type.String({ description: 'Who did it; null where nobody is named', examples: ['Riley Example'] })),
  text: Type.String({ description: 'In words', examples: ['Claimed'] }),
  incident_id: Type.Optional(
    Type.String({
      description: 'another incident that it is about, as of a merge',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'],
    }),
  ),
  mentions: Type.Optional(
    Type.Array(Type.String(), {
      description: 'people a note is meant for, by their ids',
      examples: [['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77']],
    }),
  ),
});
export type TimeLineEntry = Static<typeof TimeLineEntry>;

/** Answer of `GET /api/incidents/{id}/time_line`. */
export const TimeLine = Type.Object({
  entries: Type.Array(TimeLineEntry, { description: 'The newest 500, in their order' }),
});
export type TimeLine = Static<typeof TimeLine>;

/** Body of `POST /api/seats/{seat}`. */
export const SeatRequest = Type.Object(
  {
    incident_id: Nullable(Uuid('What the seat looks at; null for nothing', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11')),
  },
  { additionalProperties: false },
);
export type SeatRequest = Static<typeof SeatRequest>;

/** A person at a screen of the agency. */
export const Seat = Type.Object({
  user_id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'] }),
  name: Type.String({ description: 'Their name', examples: ['Riley Example'] }),
  incident_id: Nullable(
    Type.String({
      description: 'What they look at; null for nothing',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
});
export type Seat = Static<typeof Seat>;

/** Who of the agency is at work: each seat that gave a sign within 20 s. */
export const SeatList = Type.Object({ seats: Type.Array(Seat, { description: 'By the names of their people' }) });
export type SeatList = Static<typeof SeatList>;
