import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import type { NewEvent } from '../events/types.ts';
import { linkedEvent } from './link-waiting.ts';
import { relink } from './store.ts';

/**
 * The CAD incidents of an incident that is merged are linked to the one that goes on. Returns the events to append. Call
 * it before an incident's row is locked, as every link is made.
 */
export async function followMerge(
  ports: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  merge: { agencyId: string; incidentId: string; intoId: string; at: number },
): Promise<NewEvent[]> {
  const moved = await relink(tx.query, merge.agencyId, merge);
  return moved.map((cad) => linkedEvent(ports, cad, merge.intoId, merge.at));
}
