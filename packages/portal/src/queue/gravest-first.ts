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
  const isByGravity = order === 'gravest';
  // What is compared is read once of each, because hundreds are compared thousands of times.
  const read = incidents.map((incident) => ({
    incident,
    gravity: isByGravity ? gravityOf(incident) : 0,
    deadline: isByGravity && incident.accept_by !== null ? Date.parse(incident.accept_by) : Number.MAX_VALUE,
    at: Date.parse(newestSignalOf(incident)),
  }));
  read.sort((one, other) => one.gravity - other.gravity || one.deadline - other.deadline || other.at - one.at);
  return read.map(({ incident }) => incident);
}
