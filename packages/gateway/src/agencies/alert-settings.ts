import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { type AlertSettings, findAlertSettings, saveAlertSettings } from './store.ts';

export type { AlertSettings } from './store.ts';

/** What the agency decided about its alerts. Refuses an agency that is not there (`not_found`). */
export async function readAlertSettings(
  { database }: { database: Database },
  agencyId: string,
): Promise<AlertSettings> {
  const found = await findAlertSettings(database.read, agencyId);
  if (found === undefined) throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
  const { agencyName, ...settings } = found;
  return settings;
}

/**
 * Changes what the agency decided about its alerts, atomically with the audit record; what is not named stays. Deadlines
 * that run already keep their time. Refuses an agency that is not there (`not_found`).
 */
export async function setAlertSettings(
  ports: { database: Database; audit: Audit },
  request: { agencyId: string; changes: Partial<AlertSettings>; actor: Actor; origin: Origin },
): Promise<AlertSettings> {
  const { agencyId, changes, actor, origin } = request;
  return ports.database.write(
    async (tx) => {
      const found = await findAlertSettings(tx.query, agencyId);
      if (found === undefined) throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
      const { agencyName, ...stored } = found;
      const settings = { ...stored, ...changes };
      await saveAlertSettings(tx.query, agencyId, settings);
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'agency.alert_settings_changed',
        outcome: 'success',
        subject: agencyId,
        origin,
        detail: { ...settings },
      });
      return settings;
    },
    { agencyId },
  );
}
