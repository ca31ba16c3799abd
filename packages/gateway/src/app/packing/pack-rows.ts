import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import { isPacking, markPacking } from '../../database/packed-rows.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { SILENT_AFTER_MS } from '../../operation/servers/server-watch.ts';
import { hostsWithoutPacked } from '../../operation/servers/store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

/**
 * Lets rows be written packed from each server's next start on; from then a server of the version before refuses to start on this
 * database. Refuses with `conflict` where that is so already, and while a server states that it runs and not that it reads such rows.
 */
export async function packRows({ database, audit, clock }: Ports, { actor }: { actor: Actor }): Promise<void> {
  await database.write(async (tx) => {
    if (await isPacking(tx.query)) throw refuse.conflict({ description: 'Rows are written packed already' });
    const [host] = await hostsWithoutPacked(tx.query, clock.now() - SILENT_AFTER_MS);
    if (host !== undefined) {
      throw refuse.conflict({
        description: `A server of the version before runs on ${host}, which cannot read packed rows: stop it, or install this version there`,
      });
    }
    await markPacking(tx.query, clock.now());
    await audit.append(tx, { actor, agencyId: null, action: 'database.packed', outcome: 'success' });
  });
}
