import type { IncidentSummary } from '@sallyport/contract';
import { isAssailant } from '../incident/assailant.ts';
import { newestSignalOf } from '../incident/use-arrivals.ts';

/** How a list is ordered; in a URL by these words. */
export type QueueOrder = 'gravest' | 'newest';

/** Alarms of property alone. Everything else may be about somebody's life, also what nobody named. */
const OF_PROPERTY = new Set(['BURGLARY', 'OTHER', 'WATER', 'TAMPER']);

/** Whether an incident is an alert that somebody has to answer before its deadline. */
export function isWaiting({ accept_by }: Pick<IncidentSummary, 'accept_by'>): boolean {
  return accept_by !== null;
}

/** Lower is graver: active assailants, real before test; what waits for an answer; life before property; tests last. */
export function gravityOf(incident: IncidentSummary): number {
  if (isAssailant(incident)) return incident.is_test ? 1 : 0;
  if (isWaiting(incident)) return 2;
  if (incident.is_test) return 5;
  return OF_PROPERTY.has(incident.emergency_type?.name ?? '') ? 4 : 3;
}

/** The gravest first, of those that wait the nearest deadline, and of the others the newest; or the newest first alone. */
export function ordered(incidents: readonly IncidentSummary[], order: QueueOrder): IncidentSummary[] {
  const deadline = ({ accept_by }: IncidentSummary) => (accept_by === null ? Number.MAX_VALUE : Date.parse(accept_by));
  const at = (incident: IncidentSummary) => Date.parse(newestSignalOf(incident));
  return incidents.toSorted((one, other) => {
    if (order === 'newest') return at(other) - at(one);
    return gravityOf(one) - gravityOf(other) || deadline(one) - deadline(other) || at(other) - at(one);
  });
}
