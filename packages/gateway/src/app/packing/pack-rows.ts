import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import { isPacking, markPacking } from '../../database/packed-rows.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { serversWithoutPacked } from '../../operation/servers/store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

const already = () => refuse.conflict({ description: 'Rows are written packed already' });

/**
 * Lets rows be written packed from each server's next start on; from then a server of the version before refuses to start on this
 * database. Refuses with `conflict` where that is so already, and while there is a row of a server that did not state that it reads such
 * rows. The row's instant proves nothing: it is by that server's clock, and a server that could not write for a while has an old one.
 */
export async function packRows({ database, audit, clock }: Ports, { actor }: { actor: Actor }): Promise<void> {
  await database.write(async (tx) => {
    if (await isPacking(tx.query)) throw already();
    const [server] = await serversWithoutPacked(tx.query);
    if (server !== undefined) {
      const { host, version, seenAt } = server;
      throw refuse.conflict({
        description: `A server of version ${version} on ${host}, which cannot read packed rows, stated at ${new Date(seenAt).toISOString()} that it runs: stop it, or install this version there. A server that is stopped removes its row; the row of one that was killed is removed an hour after that instant, while a server of this version runs`,
      });
    }
    if (!(await markPacking(tx.query, clock.now()))) throw already();
    await audit.append(tx, { actor, agencyId: null, action: 'database.packed', outcome: 'success' });
  });
}
