import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const Instant = Type.String({ format: 'date-time' });
const Named = Type.Object({ name: Type.String(), display_name: Type.String() });

/** One line of an alert's log: what changed or was stated, and by which side. */
export const AlertLogLine = Type.Object({
  id: Type.String(),
  type: Type.Enum(['SYSTEM_UPDATE', 'STATUS_UPDATE', 'CHAT_MESSAGE', 'MILESTONE', 'MULTI_TRIP_SIGNAL']),
  text: Type.String(),
  side: Type.Enum(['psap', 'central_station', 'system']),
  entity: Type.String(),
  sender: Type.String({ description: 'the person or program that was authenticated' }),
  claimed_sender: Type.Optional(Type.String({ description: 'what it called itself; nothing proves it' })),
  at: Instant,
});
export type AlertLogLine = Static<typeof AlertLogLine>;

/** What an alert has beyond every incident: who sent it, what was answered, and its log, oldest first. */
export const AlertSide = Type.Object({
  sent_by: Type.String(),
  sender_phone: Nullable(Type.String()),
  is_supplemental_only: Type.Boolean(),
  dispatch_requested_at: Nullable(Instant),
  accept_by: Nullable(Instant),
  status_changed_at: Nullable(Instant),
  disposition: Nullable(Named),
  decline_reason: Nullable(Type.String()),
  cancel_reason: Nullable(Type.String()),
  /** The statuses and dispositions the center may set now. */
  next_statuses: Type.Array(Named),
  next_dispositions: Type.Array(Named),
  may_chat: Type.Boolean(),
  log: Type.Array(AlertLogLine),
});
export type AlertSide = Static<typeof AlertSide>;

/** Body of `PATCH /api/incidents/{id}/alert`: the center's answer, a disposition, or both. */
export const AnswerAlertRequest = Type.Object(
  {
    status: Type.Optional(Type.Enum(['ACCEPTED', 'DECLINED'])),
    disposition: Type.Optional(
      Type.Enum([
        'DISPATCHED',
        'ENROUTE',
        'PREEMPTED',
        'ON_SCENE',
        'CLEARED_NO_REPORT',
        'CLEARED_WITH_REPORT',
        'CLOSED',
      ]),
    ),
    decline_reason: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  { additionalProperties: false },
);
export type AnswerAlertRequest = Static<typeof AnswerAlertRequest>;

/** Body of `POST /api/incidents/{id}/messages`: chat with whoever sent the alert. */
export const AlertMessageRequest = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { additionalProperties: false },
);
export type AlertMessageRequest = Static<typeof AlertMessageRequest>;

const Seconds = Nullable(
  Type.Integer({ minimum: 5, maximum: 3_600, description: 'seconds; null follows the installation' }),
);

/** Answer of `GET` and `PATCH /api/alert-settings`: how an agency takes its alerts. */
export const AlertSettings = Type.Object({
  accept_within_seconds: Seconds,
  /** Keeps alerts of a test type out of the lists people work from. */
  hides_test_alerts: Type.Boolean(),
});
export type AlertSettings = Static<typeof AlertSettings>;

/** Body of `PATCH /api/alert-settings`. What is left out stays. */
export const EditAlertSettingsRequest = Type.Object(
  { accept_within_seconds: Type.Optional(Seconds), hides_test_alerts: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
);
export type EditAlertSettingsRequest = Static<typeof EditAlertSettingsRequest>;
