import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { followMerge } from '../cad-links/follow-merge.ts';
import { appendEvents } from '../events/append-events.ts';
import { incidentMergedIn } from '../events/incident-events.ts';
import { type Receipt, writeReceipt } from '../idempotency/write-once.ts';
import { markIncident } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';
import { saveMerged } from '../merges/save-merged.ts';

/**
 * Merges an incident into another of the same agency, which goes on; the merged one takes no further change, names the
 * other, and nobody has it any more. One transaction, once a key. Refuses an incident that is not the agency's (`not_found`), a merge into itself
 * (`invalid_request`), and one that was merged before on either side (`conflict`).
 */
export async function mergeIncident(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  request: {
    clientId: string;
    agencyId: string;
    incidentId: string;
    intoId: string;
    idempotencyKey: string | null;
    origin: Origin;
  },
): Promise<Receipt> {
  const { clientId, agencyId, incidentId, intoId, idempotencyKey, origin } = request;
  if (incidentId === intoId) throw refuse.invalidRequest({ description: 'An incident cannot be merged into itself' });
  const at = ports.clock.now();
  const id = newUuid(ports.clock, ports.random);
  const receipt: Receipt = { incidentId, entries: [{ id, at }] };
  return writeReceipt(
    ports,
    { agencyId, clientId, key: idempotencyKey, content: [agencyId, incidentId, 'merge', intoId] },
    {
      receipt,
      async write(tx, claim) {
        const linked = await followMerge(ports, tx, { agencyId, incidentId, intoId, at });
        // Always in the same order, so that two merges never wait for each other.
        const locked = new Map<string, Incident | undefined>();
        for (const each of [incidentId, intoId].sort()) locked.set(each, await markIncident(tx, agencyId, each, at));
        const incident = locked.get(incidentId);
        const into = locked.get(intoId);
        if (incident === undefined || into === undefined) {
          throw refuse.notFound({ description: `No incident with the id ${into === undefined ? intoId : incidentId}` });
        }
        await claim();
        for (const each of [incident, into]) {
          if (each.mergedInto === null) continue;
          throw refuse.conflict({ description: `${each.id} was merged into ${each.mergedInto} already` });
        }
        const merged = saveMerged(ports, tx, { incident, intoId, entry: { id, at } });
        const mergedIn = incidentMergedIn(into, { merged: incidentId }, { id: newUuid(ports.clock, ports.random), at });
        appendEvents(ports, tx, [...merged, mergedIn, ...linked.events]);
        await ports.audit.append(tx, {
          actor: { kind: 'client', id: clientId },
          agencyId,
          action: 'incident.merged',
          outcome: 'success',
          subject: incidentId,
          origin,
          detail: { into: intoId },
        });
        return receipt;
      },
    },
  );
}
