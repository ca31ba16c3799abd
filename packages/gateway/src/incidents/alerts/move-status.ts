import type { AlertAuthor } from '../incident/alert-party.ts';
import type { AlertStatus, Incident } from '../incident/types.ts';

/** The alert in its new status, by whom and since when. Knows no rule: whoever calls it has checked them. */
export function moveStatus(
  incident: Incident,
  to: AlertStatus,
  move: {
    by: AlertAuthor;
    at: number;
    /** When the request came, by the clock. `at` may be later: alerts are created one after the other, by their own times. */
    receivedAt?: number;
    acceptWithinSeconds: number;
    declineReason?: string | null;
    cancelReason?: string | null;
  },
): Incident {
  if (incident.alert === null) throw new Error('only an alert has these statuses');
  const { by, at, receivedAt = at, acceptWithinSeconds, declineReason, cancelReason } = move;
  const isRequest = to === 'DISPATCH_REQUESTED';
  return {
    ...incident,
    status: to,
    disposition: to === 'CANCELED' ? 'CANCELED' : incident.disposition,
    acceptBy: isRequest ? receivedAt + acceptWithinSeconds * 1000 : incident.acceptBy,
    updatedAt: at,
    alert: {
      ...incident.alert,
      dispatchRequestedAt: isRequest ? receivedAt : incident.alert.dispatchRequestedAt,
      declineReason: declineReason ?? incident.alert.declineReason,
      cancelReason: cancelReason ?? incident.alert.cancelReason,
      statusChangedAt: at,
      statusChangedBy: { entityName: by.entityName, sender: by.sender },
    },
  };
}

/** The alert with this author among those who did something about it. */
export function followedBy(incident: Incident, by: AlertAuthor): Incident {
  if (incident.alert === null || incident.alert.followers.includes(by.senderId)) return incident;
  return { ...incident, alert: { ...incident.alert, followers: [...incident.alert.followers, by.senderId] } };
}
