import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { countOfIncident, pageOfIncident } from '../events/store.ts';
import type { IncidentEvent } from '../events/types.ts';
import type { AlertOwner } from '../incident/alert-party.ts';
import type { Incident } from '../incident/types.ts';
import { LOG_TYPES, type LogType } from './log-line.ts';
import { alertsCreated, findAlert } from './store.ts';

interface Reading {
  readonly database: Database;
}

/** The alert of this id. Refuses with `not_found` one the owner may not know, in the same words as one that is not there. */
export async function readAlert({ database }: Reading, owner: AlertOwner, incidentId: string): Promise<Incident> {
  const alert = await findAlert(database.read, owner, incidentId);
  if (alert === undefined) throw refuse.notFound({ description: 'No alert with this id' });
  return alert;
}

/** The owner's alerts created after `after` and up to `until` (milliseconds), oldest first. */
export async function listAlerts(
  { database }: Reading,
  owner: AlertOwner,
  span: { after: number; until: number; limit: number },
): Promise<readonly Incident[]> {
  return alertsCreated(database.read, owner, span);
}

/** A page of an alert's log in order, and how many lines it has. The alert was read before, by whoever may know it. */
export async function readAlertLog(
  { database }: Reading,
  { id, agencyId }: Incident,
  page: { offset: number; limit: number },
): Promise<{ total: number; lines: readonly IncidentEvent<LogType>[] }> {
  const of = { agencyId, incidentId: id, types: LOG_TYPES };
  const total = await countOfIncident(database.read, of);
  return { total, lines: await pageOfIncident(database.read, { ...of, ...page }) };
}
