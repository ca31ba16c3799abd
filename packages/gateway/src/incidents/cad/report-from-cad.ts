import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { lockWithStatus, type PartnerId, updateFurther } from '../cad-links/store.ts';
import { applyChange } from '../changes/apply-change.ts';
import { appendEvents } from '../events/append-events.ts';
import { cadStatusChanged } from '../events/cad-events.ts';
import { type Receipt, writeReceipt } from '../idempotency/write-once.ts';
import { cadStatement } from '../incident/cad-incident.ts';
import { areSameMembers, joinMembers, type Members } from '../incident/further-members.ts';
import { shownAuthor } from '../incident/shown-author.ts';
import { markIncident } from '../incident/store.ts';
import { readCadIncident } from './read-cad-incidents.ts';

/** What a CAD states about its incident. */
export type CadReport =
  | { readonly kind: 'note'; readonly text: string; readonly author: string | null; readonly further: Members }
  | { readonly kind: 'status'; readonly status: string; readonly further: Members };

/**
 * Stores a note or the newest status of a CAD incident, on the call it is linked to or on the shell it is, and with the CAD
 * incident whatever else was sent: the rows, the event and the audit record are one transaction, once a key. Refuses an id this CAD made no incident under
 * (`not_found`).
 */
export async function reportFromCad(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  request: PartnerId & { report: CadReport; idempotencyKey: string | null; origin: Origin },
): Promise<Receipt> {
  const { clientId, agencyId, partnerIncidentId, report, idempotencyKey, origin } = request;
  const known = await readCadIncident(ports, request);
  const at = ports.clock.now();
  const id = newUuid(ports.clock, ports.random);
  const receipt: Receipt = { incidentId: known.incidentId ?? known.id, entries: [{ id, at }] };
  return writeReceipt(
    ports,
    { agencyId, clientId, key: idempotencyKey, content: [agencyId, 'cad', partnerIncidentId, report] },
    {
      receipt,
      async write(tx, claim) {
        const locked = await lockWithStatus(tx.query, request, report.kind === 'status' ? report.status : null, at);
        const incidentId = locked?.incidentId ?? locked?.id ?? '';
        const incident = await markIncident(tx, agencyId, incidentId, at);
        if (locked === undefined || incident === undefined) {
          throw refuse.notFound({ description: 'No such CAD incident' });
        }
        await claim();
        const cad = { ...locked, further: joinMembers(locked.further, report.further) };
        if (!areSameMembers(cad.further, locked.further)) await updateFurther(tx.query, cad);
        const statement = cadStatement(report.further, locked.further);
        const event =
          report.kind === 'status'
            ? cadStatusChanged(cad, incidentId, { id, at }, statement)
            : applyChange(
                incident,
                {
                  kind: 'note',
                  note: { text: report.text, author: shownAuthor(report.author, cad.suppliedBy) },
                  statement,
                },
                { id, at },
              ).event;
        appendEvents(ports, tx, [event]);
        await ports.audit.append(tx, {
          actor: { kind: 'client', id: clientId },
          agencyId,
          action: 'cad_incident.reported',
          outcome: 'success',
          subject: cad.id,
          origin,
          detail: { kind: report.kind, incident: incidentId },
        });
        return receipt;
      },
    },
  );
}
