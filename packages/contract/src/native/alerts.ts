import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

const Instant = Type.String({ format: 'date-time' });
const Named = Type.Object({
  name: Type.String({ description: "The machine's name for it", examples: ['DISPATCHED'] }),
  display_name: Type.String({ description: 'The words that a person reads for it', examples: ['Dispatched'] }),
});

/** One line of an alert's log: what changed or was stated, and by which side. */
export const AlertLogLine = Type.Object({
  id: Type.String({ description: "The line's own id", examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  type: Type.Enum(['SYSTEM_UPDATE', 'STATUS_UPDATE', 'CHAT_MESSAGE', 'MILESTONE', 'MULTI_TRIP_SIGNAL'], {
    description: 'What kind of line it is',
  }),
  text: Type.String({ description: 'The text', examples: ['Police are two minutes out'] }),
  side: Type.Enum(['psap', 'central_station', 'system'], { description: 'Whose side it is' }),
  entity: Type.String({ description: 'What that side is called', examples: ['Sandbox Alarm'] }),
  sender: Type.String({ description: 'The person or program that was authenticated', examples: ['Riley Example'] }),
  claimed_sender: Type.Optional(
    Type.String({ description: 'What it called itself; nothing proves it', examples: ['Operator 7'] }),
  ),
  at: described(Instant, 'When it happened'),
});
export type AlertLogLine = Static<typeof AlertLogLine>;

/** What an alert has beyond every incident: who sent it, what was answered, and its log, oldest first. */
export const AlertSide = Type.Object({
  sent_by: Type.String({ description: 'Who sent it', examples: ['Sandbox Alarm'] }),
  sender_phone: Nullable(
    Type.String({
      description: "The sender's telephone number; null where it is not known",
      examples: ['+15555550100'],
    }),
  ),
  is_supplemental_only: Type.Boolean({ description: 'True where it only adds to a call, and dispatches nobody' }),
  dispatch_requested_at: Nullable(described(Instant, 'When dispatch was requested; null where it was not')),
  accept_by: Nullable(described(Instant, 'Until when it is to be accepted; null where nobody waits')),
  status_changed_at: Nullable(described(Instant, 'When its status changed last; null where it never did')),
  disposition: Nullable(described(Named, 'What the responders do; null where nothing was set')),
  decline_reason: Nullable(
    Type.String({ description: 'Why it was declined; null where it was not', examples: ['Out of our area'] }),
  ),
  cancel_reason: Nullable(
    Type.String({ description: 'Why it was canceled; null where it was not', examples: ['Disarmed with a code'] }),
  ),
  /** The statuses and dispositions the center may set now. */
  next_statuses: Type.Array(Named, { description: 'The statuses that the center may set now' }),
  next_dispositions: Type.Array(Named, { description: 'The dispositions that the center may set now' }),
  may_chat: Type.Boolean({ description: 'True where the center may write to the sender' }),
  log: Type.Array(AlertLogLine, { description: "The alert's log, the oldest first" }),
});
export type AlertSide = Static<typeof AlertSide>;

/** Body of `PATCH /api/incidents/{id}/alert`: the center's answer, a disposition, or both. */
export const AnswerAlertRequest = Type.Object(
  {
    status: Type.Optional(Type.Enum(['ACCEPTED', 'DECLINED'], { description: "The center's answer" })),
    disposition: Type.Optional(
      Type.Enum(
        ['DISPATCHED', 'ENROUTE', 'PREEMPTED', 'ON_SCENE', 'CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED'],
        { description: 'What the responders do' },
      ),
    ),
    decline_reason: Type.Optional(
      VisibleText(100, { description: 'Why it is declined', examples: ['Out of our area'] }),
    ),
  },
  { additionalProperties: false },
);
export type AnswerAlertRequest = Static<typeof AnswerAlertRequest>;

/** Body of `POST /api/incidents/{id}/messages`: chat with whoever sent the alert. */
export const AlertMessageRequest = Type.Object(
  {
    text: VisibleText(1_000, { description: 'The text for whoever sent the alert', examples: ['Is anybody on site?'] }),
  },
  { additionalProperties: false },
);
export type AlertMessageRequest = Static<typeof AlertMessageRequest>;

const Seconds = Nullable(
  Type.Integer({ minimum: 5, maximum: 3_600, description: 'seconds; null follows the installation' }),
);

const SensitiveCards = Type.Array(
  Type.String({ minLength: 1, maxLength: 60, pattern: '^\\S+$', examples: ['gate_codes'] }),
  {
    maxItems: 50,
    uniqueItems: true,
    description: 'Ids of cards that stay closed until opened',
  },
);

/** Answer of `GET` and `PATCH /api/alert-settings`: how an agency takes its alerts. */
export const AlertSettings = Type.Object({
  accept_within_seconds: described(
    Seconds,
    'Within how many seconds an alert is to be accepted; null follows the installation',
    60,
  ),
  /** Keeps alerts of a test type out of the lists people work from. */
  hides_test_alerts: Type.Boolean({
    description: 'True keeps alerts of a test type out of the lists that people work from',
  }),
  sensitive_cards: SensitiveCards,
});
export type AlertSettings = Static<typeof AlertSettings>;

/** Body of `PATCH /api/alert-settings`. What is left out stays. */
export const EditAlertSettingsRequest = Type.Object(
  {
    accept_within_seconds: Type.Optional(
      described(Seconds, 'Within how many seconds an alert is to be accepted; null follows the installation', 60),
    ),
    hides_test_alerts: Type.Optional(
      Type.Boolean({ description: 'True keeps alerts of a test type out of the lists that people work from' }),
    ),
    sensitive_cards: Type.Optional(SensitiveCards),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditAlertSettingsRequest = Static<typeof EditAlertSettingsRequest>;
