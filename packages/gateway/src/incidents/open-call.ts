import type { Origin } from '../kernel/origin.ts';
import { newUuid } from '../kernel/random.ts';
import { readCallNumber } from './caller-number.ts';
import { appendOpening } from './events/append-opening.ts';
import { AlreadyWritten, type Receipt, writeOnce } from './idempotency/write-once.ts';
import type { IncidentParts } from './parts.ts';
import { findBySourceId, insertIncident } from './store.ts';
import type { Facts, Incident, Location } from './types.ts';

/** A call in the model's words, as a dialect read it. Instants are milliseconds. */
export interface CallReport {
  readonly callerName: string | null;
  readonly callerPhoneGiven: string | null;
  readonly sipCallId: string | null;
  readonly suppliedBy: string;
  readonly location: Location | null;
  readonly startedAt: number;
  readonly facts: Facts;
}

export interface CallRequest {
  readonly clientId: string;
  readonly agencyId: string;
  readonly report: CallReport;
  readonly idempotencyKey: string | null;
  /** The request as it was sent, by which a repeat is known. */
  readonly content: unknown;
  readonly origin: Origin;
}

/**
 * Opens a call: the incident, its events and the audit record are one transaction, durable before it is answered. The
 * same SIP call id or idempotency key from the same client answers with the same call and writes nothing, also when both
 * arrive at once. A number that is withheld or cannot be read is kept as it was given. Refuses the short
 * number that was dialled in the place of the caller's (`invalid_request`) and a key reused for another request
 * (`idempotency_conflict`).
 */
export async function openCall(parts: IncidentParts, request: CallRequest): Promise<Receipt> {
  const { clientId, agencyId, report, idempotencyKey, origin } = request;
  const { database, clock, random } = parts;
  const { callerPhoneGiven, sipCallId } = report;
  const at = clock.now();
  const incident: Incident = {
    id: newUuid(clock, random),
    agencyId,
    kind: 'call',
    status: 'ACTIVE',
    disposition: null,
    originClientId: clientId,
    sourceId: sipCallId,
    callerName: report.callerName,
    callerPhoneNumber: readCallNumber(callerPhoneGiven, 'caller_phone_number').number,
    callerPhoneGiven,
    emergencyType: null,
    siteType: null,
    isTest: false,
    description: null,
    suppliedBy: report.suppliedBy,
    location: report.location,
    facts: report.facts,
    incidentAt: report.startedAt,
    createdAt: at,
    updatedAt: at,
    endedAt: null,
    mergedInto: null,
    acceptBy: null,
    alert: null,
  };
  return writeOnce(
    parts,
    { clientId, key: idempotencyKey, content: [agencyId, 'call', request.content] },
    {
      receipt: { incidentId: incident.id, entries: [{ id: incident.id, at }] },
      async findEarlier() {
        if (sipCallId === null) return undefined;
        const earlier = await findBySourceId(database.read, { clientId, agencyIds: [agencyId], sourceId: sipCallId });
        return earlier && { incidentId: earlier.id, entries: [{ id: earlier.id, at: earlier.createdAt }] };
      },
      async write(tx, claim) {
        if (!(await insertIncident(tx.query, incident))) throw new AlreadyWritten();
        await claim();
        await appendOpening(parts, tx, incident);
        await parts.audit.append(tx, {
          actor: { kind: 'client', id: clientId },
          agencyId,
          action: 'call.opened',
          outcome: 'success',
          subject: incident.id,
          origin,
        });
      },
    },
  );
}
