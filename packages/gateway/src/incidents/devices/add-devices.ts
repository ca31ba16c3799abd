import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { devicesByName, insertDevices } from './store.ts';

/** Makes units known before they respond, atomically with the audit record; those that are known stay as they are. */
export async function addDevices(
  { database, audit, clock }: { database: Database; audit: Audit; clock: Clock },
  request: { agencyId: string; names: readonly string[]; actor: Actor },
): Promise<void> {
  const { agencyId, names, actor } = request;
  await database.write(async (tx) => {
    const known = await devicesByName(tx.query, agencyId, names);
    if (known.length === names.length) return;
    await insertDevices(tx.query, agencyId, names, clock.now());
    await audit.append(tx, { actor, agencyId, action: 'devices.added', outcome: 'success', detail: { names } });
  });
}
