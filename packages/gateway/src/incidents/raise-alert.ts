import { createHash } from 'node:crypto';
import type { Transaction } from '../database/database.ts';
import type { AlertNews } from '../kernel/alert-news.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { newUuid } from '../kernel/random.ts';
import { statusChanged } from './alerts/alert-events.ts';
import { newAlertState } from './alerts/alert-state.ts';
import { writeAlert } from './alerts/change-alert.ts';
import { joinSignal } from './alerts/join-signal.ts';
import { moveStatus } from './alerts/move-status.ts';
import type { AlertAuthor } from './alerts/party.ts';
import { findAlertSettings, insertJoined, takeCreationTime } from './alerts/store.ts';
import { readCallerNumber } from './caller-number.ts';
import { AlreadyRaised, type Destination, findBySource, settleAgency } from './destination.ts';
import { appendOpening } from './events/append-opening.ts';
import type { IncidentParts } from './parts.ts';
import { findIdempotencyKey, insertIdempotencyKey, insertIncident } from './store.ts';
import type { Facts, Incident, Location } from './types.ts';

/** An alert in the model's words, as a dialect read it. Instants are milliseconds. */
export interface AlertReport {
  readonly callerName: string;
  readonly callerPhoneGiven: string;
  readonly location: Location;
  readonly sourceId: string | null;
  readonly emergencyType: string | null;
  readonly siteType: string | null;
  readonly description: string | null;
  readonly suppliedBy: string;
  readonly incidentAt: number;
  readonly facts: Facts;
  /** Which site it is of, where the sender says so. */
  readonly siteId: string | null;
  /** The sender's own number, for the center to call. */
  readonly senderPhone: string | null;
  readonly isSupplementalOnly: boolean;
}

export interface AlertRequest {
  readonly clientId: string;
  readonly destination: Destination;
  /** The sender's name, as the center reads it. */
  readonly clientName: string;
  /** True asks the center to dispatch at once, as a status change of its own. */
  readonly requestsDispatch: boolean;
  /** Which news of it the sender's stream and webhooks tell. */
  readonly tellsSender: readonly AlertNews[];
  readonly report: AlertReport;
  readonly idempotencyKey: string | null;
  readonly origin: Origin;
}

/**
 * Raises an alert: the incident, its events, and the audit record are one transaction, durable before it is answered. The
 * same source id or idempotency key from the same client answers with the same alert and writes nothing, also when both
 * arrive at once, and also where the destination would choose another agency by now. A further signal of an active assailant at
 * one site joins the alert of the first. A phone number that cannot be read is kept as it was given. Refuses a key reused for another
 * request (`idempotency_conflict`), and what the destination refuses.
 */
export async function raiseAlert(parts: IncidentParts, request: AlertRequest): Promise<Incident> {
  const { report } = request;
  const raisedBefore = await findRaised(parts, request);
  if (raisedBefore !== undefined) return raisedBefore;
  const [chosen] = await Promise.allSettled([request.destination.choose(report.location)]);
  const draft = newIncident(parts, request);
  try {
    return await parts.database.write(async (tx) => {
      const agencyId = await settleAgency(tx, request.destination, draft, chosen);
      return write(parts, tx, request, { ...draft, agencyId });
    });
  } catch (err) {
    const winner = err instanceof AlreadyRaised ? await findRaised(parts, request) : undefined;
    if (winner === undefined) throw err;
    return winner;
  }
}

function newIncident({ clock, random }: IncidentParts, request: AlertRequest): Omit<Incident, 'agencyId'> {
  const { report } = request;
  const now = clock.now();
  return {
    id: newUuid(clock, random),
    kind: 'alert',
    status: 'NEW',
    disposition: null,
    originClientId: request.clientId,
    sourceId: report.sourceId,
    callerName: report.callerName,
    callerPhoneNumber: readCallerNumber(report.callerPhoneGiven).number,
    callerPhoneGiven: report.callerPhoneGiven,
    emergencyType: report.emergencyType,
    siteType: report.siteType,
    isTest: report.emergencyType?.startsWith('TEST_') ?? false,
    description: report.description,
    suppliedBy: report.suppliedBy,
    location: report.location,
    facts: report.facts,
    incidentAt: report.incidentAt,
    createdAt: now,
    updatedAt: now,
    endedAt: null,
    mergedInto: null,
    acceptBy: null,
    alert: newAlertState({
      senderName: request.clientName,
      senderPhone: report.senderPhone,
      isSupplementalOnly: report.isSupplementalOnly,
      siteId: report.siteId,
      tellsSender: request.tellsSender,
    }),
  };
}

async function findRaised(
  { database }: IncidentParts,
  { clientId, destination, report, idempotencyKey }: AlertRequest,
): Promise<Incident | undefined> {
  if (idempotencyKey !== null) {
    const used = await findIdempotencyKey(database.read, clientId, idempotencyKey);
    if (used !== undefined && used.requestHash !== hashReport(destination, report)) {
      throw refuse.idempotencyConflict({
        description: 'This Idempotency-Key was used for a different alert; use a new key for a new alert',
      });
    }
    if (used !== undefined) return used.incident;
  }
  if (report.sourceId === null) return undefined;
  return findBySource(database.read, { clientId, agencyIds: destination.agencyIds, sourceId: report.sourceId });
}

async function write(
  parts: IncidentParts,
  tx: Transaction,
  request: AlertRequest,
  incident: Incident,
): Promise<Incident> {
  const { clientId, clientName, idempotencyKey, origin } = request;
  const { agencyId } = incident;
  const settings = await findAlertSettings(tx.query, agencyId);
  const createdAt = await takeCreationTime(tx.query, agencyId, incident.createdAt);
  const by: AlertAuthor = {
    side: 'central_station',
    entityId: clientId,
    entityName: clientName,
    sender: clientName,
    senderId: clientId,
  };
  const raised: Incident = {
    ...incident,
    createdAt,
    updatedAt: createdAt,
    alert: newAlertState({
      ...incident.alert,
      agencyName: settings?.agencyName ?? '',
      locations: incident.location === null ? [] : [{ location: incident.location, at: createdAt }],
    }),
  };
  const joined = await joinSignal(parts, tx, raised, by);
  const { sourceId } = raised;
  if (joined === undefined) {
    if (!(await insertIncident(tx.query, raised))) throw new AlreadyRaised();
  } else if (sourceId !== null) {
    const signal = { clientId, agencyId, sourceId, incidentId: joined.id, joinedAt: createdAt };
    if (!(await insertJoined(tx.query, signal))) throw new AlreadyRaised();
  }
  const stored = joined ?? raised;
  if (idempotencyKey !== null) {
    const requestHash = hashReport(request.destination, request.report);
    const use = { clientId, key: idempotencyKey, requestHash, incidentId: stored.id, createdAt };
    if (!(await insertIdempotencyKey(tx.query, use))) throw new AlreadyRaised();
  }
  if (joined === undefined) await appendOpening(parts, tx, raised);
  await parts.audit.append(tx, {
    actor: { kind: 'client', id: clientId },
    agencyId,
    action: joined === undefined ? 'alert.raised' : 'alert.signal_joined',
    outcome: 'success',
    subject: stored.id,
    origin,
  });
  if (joined !== undefined || !request.requestsDispatch) return stored;
  const acceptWithinSeconds = settings?.acceptWithinSeconds ?? parts.alertAcceptSeconds;
  const move = { by, at: createdAt, receivedAt: incident.createdAt, acceptWithinSeconds };
  const asked = moveStatus(raised, 'DISPATCH_REQUESTED', move);
  const id = newUuid(parts.clock, parts.random);
  await writeAlert(parts, tx, asked, [statusChanged(asked, 'NEW', { id, at: createdAt, by })]);
  return asked;
}

/**
 * The same request hashes the same; the time at which a request without its own time arrived is not part of it, nor which
 * agency its position chose.
 */
function hashReport({ agencyIds, takeTurn }: Destination, report: AlertReport): string {
  const { incidentAt, location, ...rest } = report;
  const { locatedAt, ...place } = location;
  return createHash('sha256')
    .update(JSON.stringify([takeTurn === null ? agencyIds[0] : null, rest, place]))
    .digest('hex');
}
