import type { Actor } from '../../audit/types.ts';
import type { IncidentParts } from '../parts.ts';
import { devicesByName, insertDevices } from './store.ts';

/** Makes units known before they respond, atomically with the audit record; those that are known stay as they are. */
export async function addDevices(
  { database, audit, clock }: Pick<IncidentParts, 'database' | 'audit' | 'clock'>,
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
