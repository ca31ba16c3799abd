import type { IncidentSummary } from '@sallyport/contract';
import { isAssailant } from '../incident/assailant.ts';
import { newestSignalOf } from '../incident/use-arrivals.ts';

/** An alert of the agency's own, or one of another agency's that this one may answer, whose id is then the transfer's. */
export interface RingingAlert extends IncidentSummary {
  readonly isTransferred?: true;
}

/** The page of the alert. */
export function pathOf({ id, isTransferred }: RingingAlert): string {
  return `/portal/${isTransferred === true ? 'transfers' : 'incidents'}/${encodeURIComponent(id)}`;
}

/** What rings: an alert, by the id of its incident, for the reason its key names. */
export interface Ring {
  readonly key: string;
  readonly incident: RingingAlert;
}
export type Ringing = ReadonlyMap<string, Ring>;

interface Heard {
  /** Keys that somebody at this seat acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** Ids that rang before the page was loaded anew. */
  readonly before: ReadonlySet<string>;
  /** What came before this instant, and does not wait, does not begin to ring. */
  readonly since: number;
}

/** Whether an alert may ring: nobody answered it, and its sender did not take it back. */
export function isOpenAlert({ kind, status }: Pick<IncidentSummary, 'kind' | 'status'>): boolean {
  return kind === 'alert' && OPEN.has(status.name);
}

const OPEN = new Set(['NEW', 'DISPATCH_REQUESTED', 'TIMEOUT']);

/** Why an alert rings: it is new, it waits until another deadline, or a further signal came. Each is acknowledged by itself. */
export function ringKey({
  id,
  accept_by,
  signalled_at,
}: Pick<IncidentSummary, 'id' | 'accept_by' | 'signalled_at'>): string {
  const until = accept_by === null ? id : `${id} until ${accept_by}`;
  return signalled_at === undefined ? until : `${until}, signalled ${signalled_at}`;
}

/**
 * What rings after the open alerts were read: each that is new or waits, until it is acknowledged at this seat, answered by
 * anybody, or over; and one that was accepted, for a further signal that came after. One whose time to answer has passed unanswered goes on.
 */
export function nextRinging(ringing: Ringing, open: readonly RingingAlert[], heard: Heard): Ringing {
  const next = new Map<string, Ring>();
  for (const incident of open) {
    const { id, status } = incident;
    const rang = ringing.get(id);
    const goesOn = rang !== undefined || heard.before.has(id);
    const key = ringKey(incident);
    const isNew = Date.parse(newestSignalOf(incident)) >= heard.since;
    if (status.name === 'ACCEPTED') {
      // Whoever accepted it has not answered the signal that came after.
      const isSignalled = incident.signalled_at !== undefined && (isNew || rang?.key === key);
      if (isSignalled && !heard.acknowledged.has(key)) next.set(id, { key, incident });
      continue;
    }
    if (status.name === 'TIMEOUT') {
      if (rang !== undefined) next.set(id, { key: rang.key, incident });
      else if (goesOn && !heard.acknowledged.has(key)) next.set(id, { key, incident });
      continue;
    }
    if (!heard.acknowledged.has(key) && (incident.accept_by !== null || isNew || goesOn))
      next.set(id, { key, incident });
  }
  return next;
}

/** What rings, active assailants first, then what waits, the nearest deadline first, then the rest as it was listed. */
export function gravestFirst(ringing: Ringing): readonly Ring[] {
  const place = ({ incident }: Ring) => (isAssailant(incident) ? (incident.is_test ? 1 : 0) : 2);
  const deadline = ({ incident: { accept_by } }: Ring) =>
    accept_by === null ? Number.MAX_VALUE : Date.parse(accept_by);
  return [...ringing.values()].sort((one, other) => place(one) - place(other) || deadline(one) - deadline(other));
}
