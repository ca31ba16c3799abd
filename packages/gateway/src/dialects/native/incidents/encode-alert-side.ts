import type { AlertLogLine, AlertSide } from '@sallyport/contract';
import { LOG_TYPES, type LogEvent, logMessageOf } from '../../../incidents/alerts/log-line.ts';
import { nextOfCenter, statusAt } from '../../../incidents/alerts/rules.ts';
import type { AlertMessage, MessageKind } from '../../../incidents/events/bodies.ts';
import { isOfType } from '../../../incidents/events/by-type.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import { DISPOSITIONS, type Disposition, type Incident, STATUS_WORDS } from '../../../incidents/incident/types.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';

const orNull = (at: number | null) => (at === null ? null : toRfc3339(at));
const dispositionOf = (name: Disposition) => ({ name, display_name: DISPOSITIONS[name] });

const MESSAGE_TYPES = {
  system: 'SYSTEM_UPDATE',
  status: 'STATUS_UPDATE',
  chat: 'CHAT_MESSAGE',
  milestone: 'MILESTONE',
  further_signal: 'MULTI_TRIP_SIGNAL',
} as const satisfies Record<MessageKind, AlertLogLine['type']>;

/** What was reported about an alert, as lines and webhooks have it. */
export function encodeMessage({ kind, text }: AlertMessage) {
  return { type: MESSAGE_TYPES[kind], text };
}

/** One line of an alert's log, from its event. */
export function encodeLine(event: LogEvent): AlertLogLine {
  const { side, entityName, sender, claimedSender } = event.body.by;
  const message = logMessageOf(event);
  const who = {
    side,
    entity: entityName,
    sender,
    ...(claimedSender !== undefined && { claimed_sender: claimedSender }),
  };
  return { id: event.body.id, ...encodeMessage(message), ...who, at: toRfc3339(event.at) };
}

/** What the portal shows of an alert beside the incident. */
export function encodeAlertSide(incident: Incident, history: readonly IncidentEvent[], now: number): AlertSide {
  const { alert, acceptBy, disposition } = incident;
  if (alert === null) throw new Error('only an alert has this side');
  const next = nextOfCenter(incident, now);
  return {
    sent_by: alert.senderName,
    sender_phone: alert.senderPhone,
    is_supplemental_only: alert.isSupplementalOnly,
    dispatch_requested_at: orNull(alert.dispatchRequestedAt),
    accept_by: statusAt(incident, now) === 'DISPATCH_REQUESTED' ? orNull(acceptBy) : null,
    status_changed_at: orNull(alert.statusChangedAt),
    disposition: disposition === null ? null : dispositionOf(disposition),
    decline_reason: alert.declineReason,
    cancel_reason: alert.cancelReason,
    next_statuses: next.statuses.map((name) => ({ name, display_name: STATUS_WORDS[name] })),
    next_dispositions: next.dispositions.map(dispositionOf),
    may_chat: !alert.isSupplementalOnly,
    log: history.filter(isOfType(...LOG_TYPES)).map(encodeLine),
  };
}
