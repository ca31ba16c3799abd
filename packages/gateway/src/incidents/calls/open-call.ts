import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { appendOpening } from '../cad-links/link-waiting.ts';
import { readCallNumber } from '../callers/caller-number.ts';
import { AlreadyWritten, type Receipt, writeReceipt } from '../idempotency/write-once.ts';
import { insertIncident, lockIncident } from '../incident/store.ts';
import { type Facts, type Incident, isMergedByEquipment, type Location, NOTHING_YET } from '../incident/types.ts';
import { asReceivedAt, locationAsReceived } from '../locations/as-received.ts';
import { hashContent, statedPlace } from '../signals/stated.ts';
import { insertSignal, type SignalledIncident, signalsOf, takeSignalTurn } from '../signals/store.ts';
import { reportAgain, reportsNothingNew } from './report-again.ts';

/** A call in the model's words, as a dialect read it. Instants are milliseconds. */
export interface CallReport {
  readonly callerName: string | null;
  readonly callerPhoneGiven: string | null;
  readonly sipCallId: string | null;
  readonly suppliedBy: string;
  readonly location: Location | null;
  readonly startedAt: number;
  /** False where the equipment gave no time, and `startedAt` is when it was reported. */
  readonly isTimeGiven: boolean;
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
 * Opens a call: the incident, its events and the audit record are one transaction, durable before it is answered.
 *
 * A retry is answered the same and writes nothing, also when both arrive at once and whatever has become of the call: the
 * same idempotency key, or under the same SIP call id the same facts with the same start. Without a start the same facts repeat
 * a call that goes on. Anything else under the id of a call that goes on is reported about that call; once it is over, the id
 * opens a new one. A number that is withheld or cannot be read is kept as it was given. Refuses the short number that was
 * dialled in the place of the caller's (`invalid_request`) and a key reused for another request
 * (`idempotency_conflict`).
 */
export async function openCall(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  request: CallRequest,
): Promise<Receipt> {
  const { clientId, agencyId, report, idempotencyKey } = request;
  const { database, clock, random } = ports;
  const { sipCallId } = report;
  const call = newCall(request, newUuid(clock, random), clock.now());
  const find = (query: Transaction['query']) =>
    sipCallId === null ? undefined : signalsOf(query, { clientId, agencyIds: [agencyId], sourceId: sipCallId });
  return writeReceipt(
    ports,
    { agencyId, clientId, key: idempotencyKey, content: [agencyId, 'call', request.content] },
    {
      receipt: receiptOf(call),
      async findEarlier() {
        const repeated = findRepeated((await find(database.read)) ?? [], report);
        return repeated && receiptOf(repeated);
      },
      async write(tx, claim) {
        if (sipCallId !== null) await takeSignalTurn(tx, database.engine, clientId, `source ${sipCallId}`);
        const known = (await find(tx.query)) ?? [];
        if (findRepeated(known, report) !== undefined) throw new AlreadyWritten();
        const ongoing = known.find(({ incident }) => isOngoing(incident));
        const locked = ongoing && (await lockIncident(tx, agencyId, ongoing.incident.id, call.createdAt));
        const incident = locked !== undefined && isOngoing(locked) ? locked : call;
        if (incident === call) await insertIncident(tx, call);
        await claim(receiptOf(incident));
        if (sipCallId !== null) await keepSignal(tx, request, { call, incidentId: incident.id });
        if (incident === call) await appendOpening(ports, tx, call);
        else await reportAgain(ports, tx, incident, call);
        await ports.audit.append(tx, {
          actor: { kind: 'client', id: clientId },
          agencyId,
          action: incident === call ? 'call.opened' : 'call.reported_again',
          outcome: 'success',
          subject: incident.id,
          origin: request.origin,
        });
        return receiptOf(incident);
      },
    },
  );
}

const receiptOf = ({ id, createdAt }: Incident): Receipt => ({ incidentId: id, entries: [{ id, at: createdAt }] });

const isOngoing = (incident: Incident) =>
  incident.kind === 'call' && incident.endedAt === null && !isMergedByEquipment(incident);

function newCall({ clientId, agencyId, report }: CallRequest, id: string, at: number): Incident {
  const { callerPhoneGiven } = report;
  const { at: incidentAt, saidAt } = asReceivedAt(report.startedAt, at);
  return {
    id,
    agencyId,
    kind: 'call',
    status: 'ACTIVE',
    originClientId: clientId,
    sourceId: report.sipCallId,
    callerName: report.callerName,
    callerPhoneNumber: readCallNumber(callerPhoneGiven, 'caller_phone_number').number,
    callerPhoneGiven,
    emergencyType: null,
    siteType: null,
    isTest: false,
    isActiveAssailant: false,
    description: null,
    suppliedBy: report.suppliedBy,
    location: report.location === null ? null : locationAsReceived(report.location, at),
    facts: saidAt === null ? report.facts : withStatedStart(report.facts, saidAt),
    incidentAt,
    createdAt: at,
    updatedAt: at,
    listedAt: at,
    ...NOTHING_YET,
    alert: null,
  };
}

/** Everything a call's report states but when; what an earlier version stored is compared as it stands. */
function hashContentOf({ callerName, callerPhoneGiven, suppliedBy, location, facts }: CallReport | Incident): string {
  return hashContent([callerName, callerPhoneGiven, suppliedBy, statedPlace(location), facts]);
}

function findRepeated(known: readonly SignalledIncident[], report: CallReport): Incident | undefined {
  const hash = hashContentOf(report);
  const calls = known.filter(({ incident }) => incident.kind === 'call');
  const found =
    calls.find(({ incident, contentHash }) => {
      const isSame = (contentHash ?? hashContentOf(incident)) === hash;
      return isSame && (report.isTimeGiven || isOngoing(incident));
    }) ?? calls.find(({ incident }) => isOngoing(incident) && reportsNothingNew(report, incident));
  return found?.incident;
}

async function keepSignal(
  tx: Transaction,
  { clientId, agencyId, report }: CallRequest,
  { call, incidentId }: { call: Incident; incidentId: string },
): Promise<void> {
  const { id, sourceId, status, createdAt: receivedAt } = call;
  const callerPhone = call.callerPhoneNumber ?? call.callerPhoneGiven;
  const contentHash = hashContentOf(report);
  const answer = { sourceId, status, acceptBy: null };
  const isFurther = incidentId !== id;
  const of = { id, incidentId, clientId, agencyId, sourceId, callerPhone };
  await insertSignal(tx.query, { ...of, contentHash, isFurther, answer, receivedAt });
}

/** The call's own facts with when its equipment stated that it began, which was ahead of its receipt. */
function withStatedStart(facts: Facts, saidAt: number): Facts {
  return { ...facts, call: { ...facts['call'], said_started_at: saidAt } };
}
