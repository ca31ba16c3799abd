import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { findClient, lockClient, updateKeys } from './store.ts';
import type { ClientKey } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly changes: ChangeFeed;
}

/**
 * Puts new keys in the place of a client's, on every process within a second, atomically with the audit record. A set that
 * holds the old and the new key changes over without an outage. Refuses a client without keys with `conflict`: it
 * proves itself by its secret.
 */
export async function replaceClientKeys(
  { database, audit, changes }: Ports,
  { clientId, keys, actor }: { clientId: string; keys: readonly ClientKey[]; actor: Actor },
): Promise<void> {
  await database.write(async (tx) => {
    await lockClient(tx.query, clientId);
    const client = await findClient(tx.query, clientId);
    if (client === undefined) throw refuse.notFound({ description: 'No client with this id' });
    if (client.keys.length === 0) {
      throw refuse.conflict({ description: 'This client has a secret or is public; only keys are replaced by keys' });
    }
    await updateKeys(tx.query, clientId, keys);
    await changes.publish(tx, 'client', clientId);
    await audit.append(tx, {
      actor,
      agencyId: client.agencyId,
      action: 'client.keys_replaced',
      outcome: 'success',
      subject: clientId,
      detail: { kids: keys.map(({ kid }) => kid ?? null) },
    });
  });
}
