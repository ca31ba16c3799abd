import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { readTimeZone } from '../../kernel/time-zone.ts';
import { findClient, lockClient, updateClient } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly changes: ChangeFeed;
}

/**
 * Sets the zone of a client's clocks, whichever agency's it is or none's, atomically with the audit record; null takes it away.
 * Returns its name as it is stored. Refuses what is no zone (`invalid_request`) and an unknown client (`not_found`).
 */
export async function setTimeZone(
  { database, audit, changes }: Ports,
  request: { clientId: string; timeZone: string | null; actor: Actor },
): Promise<string | null> {
  const { clientId, actor } = request;
  const timeZone = request.timeZone === null ? null : readTimeZone(request.timeZone, 'time_zone');
  return database.write(async (tx) => {
    await lockClient(tx.query, clientId);
    const client = await findClient(tx.query, clientId);
    if (client === undefined) throw refuse.notFound({ description: 'No client with this id' });
    const { settings, disabledAt, agencyId } = client;
    await updateClient(tx.query, clientId, { settings: { ...settings, timeZone }, disabledAt });
    await changes.publish(tx, 'client', clientId);
    const detail = { timeZone };
    await audit.append(tx, { actor, agencyId, action: 'client.edited', outcome: 'success', subject: clientId, detail });
    return timeZone;
  });
}
