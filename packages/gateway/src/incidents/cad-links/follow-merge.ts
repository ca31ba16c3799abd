import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { cadUnlinked } from '../events/cad-events.ts';
import type { NewEvent } from '../events/types.ts';
import { linkedEvent } from './link-waiting.ts';
import { cadIncidentsOf, relink, setLink } from './store.ts';

/**
 * The CAD incidents of an incident that is merged are linked to the one that goes on. Returns which, and the events to append. Call
 * it before an incident's row is locked, as every link is made.
 */
export async function followMerge(
  ports: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  merge: { agencyId: string; incidentId: string; intoId: string; at: number },
): Promise<{ cadIncidentIds: readonly string[]; events: NewEvent[] }> {
  const moved = await relink(tx.query, merge.agencyId, merge);
  return {
    cadIncidentIds: moved.map(({ id }) => id),
    events: moved.map((cad) => linkedEvent(ports, cad, merge.intoId, merge.at)),
  };
}

/**
 * Of the CAD incidents that followed a merge, those that are still linked to the incident that goes on are linked to the other one
 * again. Returns the events to append. Call it before an incident's row is locked, as every link is made.
 */
export async function followUnmerge(
  ports: { database: Database; clock: Clock; random: Random },
  tx: Transaction,
  merge: { agencyId: string; incidentId: string; intoId: string; cadIncidentIds: readonly string[]; at: number },
): Promise<NewEvent[]> {
  const { agencyId, incidentId, intoId, cadIncidentIds, at } = merge;
  const linked = await cadIncidentsOf(tx.query, agencyId, intoId);
  const events: NewEvent[] = [];
  for (const each of linked.filter(({ id, incidentId: to }) => to === intoId && cadIncidentIds.includes(id))) {
    const cad = await setLink(tx.query, each, { incidentId, matchedBy: each.matchedBy, at });
    if (cad === undefined) continue;
    const entry = { id: newUuid(ports.clock, ports.random), at };
    events.push(
      cadUnlinked(cad, { incidentId: intoId, into: incidentId }, entry),
      linkedEvent(ports, cad, incidentId, at),
    );
  }
  return events;
}
