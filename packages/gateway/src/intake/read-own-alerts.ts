import type { Principal } from '../authorization/principals/principal.ts';
import type { Database } from '../database/database.ts';
import type { LogEvent } from '../incidents/alerts/log-line.ts';
import { listAlerts, readAlert, readAlertLog } from '../incidents/alerts/read-alerts.ts';
import type { Incident } from '../incidents/incident/types.ts';
import { alertOwnerOf } from './alert-sides.ts';

/** The alerts of the caller's side created after `after` and up to `until` (milliseconds), oldest first. */
export async function listOwnAlerts(
  ports: { database: Database },
  principal: Principal,
  span: { after: number; until: number; limit: number },
): Promise<readonly Incident[]> {
  return listAlerts(ports, alertOwnerOf(principal), span);
}

/**
 * The alert, with a page of its log where one is asked for and how many lines that has. Refuses with `not_found` one that is
 * not of the caller's side.
 */
export async function readOwnAlert(
  ports: { database: Database },
  principal: Principal,
  asked: { incidentId: string; log: { offset: number; limit: number } | null },
): Promise<{ alert: Incident; total: number; lines: readonly LogEvent[] }> {
  const alert = await readAlert(ports, alertOwnerOf(principal), asked.incidentId);
  return { alert, ...(asked.log === null ? { total: 0, lines: [] } : await readAlertLog(ports, alert, asked.log)) };
}
