import { refuse } from '../../kernel/errors.ts';
import type { AlertOwner } from '../incident/alert-party.ts';
import { type AlertStatus, DISPOSITIONS, type Disposition, type Incident } from '../incident/types.ts';

/** What one side asks of an alert: a new status, a new disposition, or both at once; with the reason where one may be given. */
export interface AlertRequest {
  readonly status: AlertStatus | null;
  readonly disposition: Disposition | null;
  readonly declineReason: string | null;
  readonly cancelReason: string | null;
}

interface Transition {
  readonly by: AlertOwner['side'] | 'system';
  readonly from: readonly AlertStatus[];
}

/** Who may move an alert into a status, and from where. RapidSOS publishes who; from where is our own. */
export const TRANSITIONS: Readonly<Record<AlertStatus, Transition>> = {
  NEW: { by: 'system', from: [] },
  IGNORED: { by: 'central_station', from: ['NEW'] },
  DISPATCH_REQUESTED: { by: 'central_station', from: ['NEW', 'IGNORED', 'TIMEOUT'] },
  ACCEPTED: { by: 'psap', from: ['NEW', 'DISPATCH_REQUESTED'] },
  DECLINED: { by: 'psap', from: ['NEW', 'DISPATCH_REQUESTED'] },
  TIMEOUT: { by: 'system', from: ['DISPATCH_REQUESTED'] },
  CANCELED: { by: 'central_station', from: ['NEW', 'DISPATCH_REQUESTED', 'ACCEPTED', 'TIMEOUT'] },
};

const WORDS = { psap: 'the emergency center', central_station: 'the central station', system: 'the server' } as const;
/** After these nothing further becomes of an alert. */
const FINAL_DISPOSITIONS: readonly string[] = ['CLOSED', 'CANCELED'] satisfies readonly Disposition[];

/** Refuses what that side may never ask, of whatever alert (`forbidden`), and what contradicts itself (`invalid_request`). */
export function checkMayAsk({ side }: AlertOwner, asked: AlertRequest): void {
  const { status, disposition, declineReason, cancelReason } = asked;
  if (status === null && disposition === null) {
    throw refuse.invalidRequest({ description: 'status and disposition are missing; send one of them or both' });
  }
  if (disposition === 'CANCELED') {
    throw refuse.invalidRequest({
      description: `disposition must be one of: ${Object.keys(DISPOSITIONS).slice(0, -1).join(', ')}`,
    });
  }
  if (status !== null && TRANSITIONS[status].by !== side) {
    throw refuse.forbidden({ description: `Only ${WORDS[TRANSITIONS[status].by]} may set the status ${status}` });
  }
  if (side !== 'psap' && (disposition !== null || declineReason !== null)) {
    throw refuse.forbidden({ description: 'Only the emergency center may set disposition and decline_reason' });
  }
  if (side !== 'central_station' && cancelReason !== null) {
    throw refuse.forbidden({ description: 'Only the central station may set cancel_reason' });
  }
}

/**
 * Refuses what this alert does not allow now (`conflict`): a status that is not reached from its own, a disposition of an
 * alert that was not accepted or is closed, anything by the center about a supplemental alert; and a reason without its
 * status (`invalid_request`).
 */
export function checkAllows(incident: Incident, { side }: AlertOwner, asked: AlertRequest, now: number): void {
  const { status, disposition, declineReason, cancelReason } = asked;
  const from = statusAt(incident, now);
  const to = status ?? from;
  if (side === 'psap') refuseIfSupplemental(incident);
  if (declineReason !== null && to !== 'DECLINED') {
    throw refuse.invalidRequest({ description: 'decline_reason must be sent with the status DECLINED alone' });
  }
  if (cancelReason !== null && to !== 'CANCELED') {
    throw refuse.invalidRequest({ description: 'cancel_reason must be sent with the status CANCELED alone' });
  }
  const isReasonAlone = status === from && (declineReason ?? cancelReason) !== null;
  if (status !== null && !isReasonAlone && !TRANSITIONS[status].from.includes(from)) {
    throw refuse.conflict({ description: `An alert cannot go from ${from} to ${status}` });
  }
  if (disposition === null) return;
  if (to !== 'ACCEPTED') {
    throw refuse.conflict({ description: `A disposition is of an alert that was accepted; this one is ${to}` });
  }
  if (FINAL_DISPOSITIONS.includes(incident.disposition ?? '') && incident.disposition !== disposition) {
    throw refuse.conflict({ description: `This alert is ${incident.disposition}; its disposition changes no more` });
  }
}

/** Refuses the center's word about an alert that is supplemental only (`conflict`). */
export function refuseIfSupplemental(incident: Incident): void {
  if (incident.alert?.isSupplementalOnly !== true) return;
  throw refuse.conflict({
    description: 'This alert is supplemental only; it is neither answered nor chatted about here',
  });
}

/** The status that holds at that instant: a deadline that has passed is TIMEOUT before it is written down. */
export function statusAt(incident: Pick<Incident, 'status' | 'acceptBy'>, now: number): AlertStatus {
  const { status, acceptBy } = incident;
  if (status === 'DISPATCH_REQUESTED' && acceptBy !== null && acceptBy <= now) return 'TIMEOUT';
  return status as AlertStatus;
}

/** Refuses to put away an alert that waits for an answer (`conflict`). */
export function refuseIfWaiting({ status, acceptBy }: Pick<Incident, 'status' | 'acceptBy'>, now: number): void {
  if (status !== 'DISPATCH_REQUESTED' || (acceptBy ?? 0) <= now) return;
  throw refuse.conflict({ description: 'This alert waits for an answer: accept or decline it first' });
}

const OVER_STATUSES: readonly AlertStatus[] = ['IGNORED', 'DECLINED', 'TIMEOUT', 'CANCELED'];
const CLEARED: readonly string[] = ['CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT'] satisfies readonly Disposition[];
const OVER_DISPOSITIONS = [...FINAL_DISPOSITIONS, ...CLEARED];
/** What nobody has touched for so long is over: a center that accepted it has long sent or closed what it wanted to. */
const FORGOTTEN_AFTER_MS = 4 * 3_600_000;

/** True where nobody works on the alert any more or can answer it: what its sender sends now is an alert of its own. */
export function isOver(
  incident: Pick<Incident, 'status' | 'acceptBy' | 'disposition' | 'updatedAt' | 'closing'>,
  now: number,
): boolean {
  return (
    incident.closing !== null ||
    OVER_STATUSES.includes(statusAt(incident, now)) ||
    OVER_DISPOSITIONS.includes(incident.disposition ?? '') ||
    incident.updatedAt < now - FORGOTTEN_AFTER_MS
  );
}

/** What the center may set on this alert now. */
export function nextOfCenter(
  incident: Incident,
  now: number,
): { statuses: readonly AlertStatus[]; dispositions: readonly Disposition[] } {
  if (incident.alert?.isSupplementalOnly !== false) return { statuses: [], dispositions: [] };
  const status = statusAt(incident, now);
  const statuses = (Object.keys(TRANSITIONS) as AlertStatus[]).filter(
    (to) => TRANSITIONS[to].by === 'psap' && TRANSITIONS[to].from.includes(status),
  );
  const isOpen = status === 'ACCEPTED' && !FINAL_DISPOSITIONS.includes(incident.disposition ?? '');
  const dispositions = (Object.keys(DISPOSITIONS) as Disposition[]).filter(
    (disposition) => isOpen && disposition !== 'CANCELED' && disposition !== incident.disposition,
  );
  return { statuses, dispositions };
}
