import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { insertDevices } from '../devices/store.ts';
import { appendEvents } from '../events/append-events.ts';
import type { NewEvent } from '../events/types.ts';
import { type Receipt, writeReceipt } from '../idempotency/write-once.ts';
import type { Change } from '../incident/change.ts';
import { lockIncident, saveIncident, saveMerge } from '../incident/store.ts';
import { giveToIncident } from '../media/store.ts';
import { applyChange } from './apply-change.ts';

export interface ChangeRequest {
  readonly clientId: string;
  readonly agencyId: string;
  readonly incidentId: string;
  /** In their order; all of them become durable, or none. */
  readonly changes: readonly Change[];
  readonly idempotencyKey: string | null;
  /** The request as it was sent, by which a repeat is known. */
  readonly content: unknown;
  /** What has to be durable before, in transactions of its own. Runs for the first request of a key alone. */
  readonly prepare?: (entries: Receipt['entries']) => Promise<void>;
  readonly origin: Origin;
}

/**
 * Changes one incident: its row, an event for each change, units that respond for the first time and the audit record are one transaction, durable before it is
 * answered. A repeat with the same idempotency key answers the same and writes nothing, also when both arrive at once.
 * Refuses an incident that is not the agency's (`not_found`), and what `applyChange` refuses.
 */
export async function changeIncident(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  request: ChangeRequest,
): Promise<Receipt> {
  const { clientId, agencyId, incidentId, changes, idempotencyKey, origin } = request;
  const { clock, random } = ports;
  const at = clock.now();
  const receipt: Receipt = { incidentId, entries: changes.map(() => ({ id: newUuid(clock, random), at })) };
  const kinds = changes.map(({ kind }) => kind);
  const content = [agencyId, incidentId, kinds, request.content];
  return writeReceipt(
    ports,
    { agencyId, clientId, key: idempotencyKey, content },
    {
      receipt,
      sharing: 'agencies',
      prepare: () => request.prepare?.(receipt.entries) ?? Promise.resolve(),
      async write(tx, claim) {
        const locked = await lockIncident(tx, agencyId, incidentId, at);
        if (locked === undefined) throw refuse.notFound({ description: 'No incident with this id' });
        await claim();
        let incident = locked;
        const events: NewEvent[] = [];
        for (const [index, change] of changes.entries()) {
          const id = receipt.entries[index]?.id ?? '';
          const applied = applyChange(incident, change, { id, at });
          incident = applied.incident;
          if (change.kind === 'media' && change.media.file !== null) await keepUpload(tx, id, incidentId);
          events.push(applied.event);
        }
        if (incident.mergedBy === null) saveIncident(tx, incident);
        else saveMerge(tx, incident);
        const units = changes.flatMap((change) => (change.kind === 'response' ? [change.response.unit] : []));
        if (units.length > 0) await insertDevices(tx.query, agencyId, [...new Set(units)], at);
        appendEvents(ports, tx, events);
        await ports.audit.append(tx, {
          actor: { kind: 'client', id: clientId },
          agencyId,
          action: 'incident.changed',
          outcome: 'success',
          subject: incidentId,
          origin,
          detail: { changes: kinds },
        });
        return receipt;
      },
    },
  );
}

/** The clean-up takes what did not become whole within its time. */
async function keepUpload({ query }: Transaction, id: string, incidentId: string): Promise<void> {
  if (await giveToIncident(query, id, incidentId)) return;
  throw refuse.conflict({ description: 'The upload took too long and was removed; send it again' });
}
