import { createHash } from 'node:crypto';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { newUuid } from '../kernel/random.ts';
import { appendOpening } from './events/append-opening.ts';
import type { IncidentParts } from './parts.ts';
import { readPhoneNumber } from './phone-number.ts';
import { findBySourceId, findIdempotencyKey, insertIdempotencyKey, insertIncident } from './store.ts';
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
}

export interface AlertRequest {
  readonly clientId: string;
  readonly agencyId: string;
  readonly report: AlertReport;
  readonly idempotencyKey: string | null;
  readonly origin: Origin;
}

/** Signals that another request has just written the same alert; the transaction is undone and that alert answered. */
class AlreadyRaised extends Error {}

/**
 * Raises an alert: the incident, its event, and the audit record are one transaction, durable before it is answered. The
 * same source id or idempotency key from the same client answers with the same alert and writes nothing, also when both
 * arrive at once. Refuses an unreadable phone number (`invalid_request`) and a key reused for another request
 * (`idempotency_conflict`).
 */
export async function raiseAlert(parts: IncidentParts, request: AlertRequest): Promise<Incident> {
  const { database, clock, random } = parts;
  const { report } = request;
  const callerPhoneNumber = readPhoneNumber(report.callerPhoneGiven, "The user's phone number");
  const raisedBefore = await findRaised(parts, request);
  if (raisedBefore !== undefined) return raisedBefore;
  const now = clock.now();
  const incident: Incident = {
    id: newUuid(clock, random),
    agencyId: request.agencyId,
    kind: 'alert',
    status: 'NEW',
    disposition: null,
    originClientId: request.clientId,
    sourceId: report.sourceId,
    callerName: report.callerName,
    callerPhoneNumber,
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
  };
  try {
    await database.write((tx) => write(parts, tx, request, incident));
  } catch (err) {
    const winner = err instanceof AlreadyRaised ? await findRaised(parts, request) : undefined;
    if (winner === undefined) throw err;
    return winner;
  }
  return incident;
}

async function findRaised(
  { database }: IncidentParts,
  { clientId, agencyId, report, idempotencyKey }: AlertRequest,
): Promise<Incident | undefined> {
  if (idempotencyKey !== null) {
    const used = await findIdempotencyKey(database.read, clientId, idempotencyKey);
    if (used !== undefined && used.requestHash !== hashReport(agencyId, report)) {
      throw refuse.idempotencyConflict({
        description: 'This Idempotency-Key was used for a different alert; use a new key for a new alert',
      });
    }
    if (used !== undefined) return used.incident;
  }
  if (report.sourceId === null) return undefined;
  return findBySourceId(database.read, { clientId, agencyId, sourceId: report.sourceId });
}

async function write(parts: IncidentParts, tx: Transaction, request: AlertRequest, incident: Incident): Promise<void> {
  const { agencyId, clientId, idempotencyKey, origin } = request;
  if (!(await insertIncident(tx.query, incident))) throw new AlreadyRaised();
  if (idempotencyKey !== null) {
    const requestHash = hashReport(agencyId, request.report);
    const use = { clientId, key: idempotencyKey, requestHash, incidentId: incident.id, createdAt: incident.createdAt };
    if (!(await insertIdempotencyKey(tx.query, use))) throw new AlreadyRaised();
  }
  await appendOpening(parts, tx, incident);
  await parts.audit.append(tx, {
    actor: { kind: 'client', id: clientId },
    agencyId,
    action: 'alert.raised',
    outcome: 'success',
    subject: incident.id,
    origin,
  });
}

/** The same request hashes the same; the time at which a request without its own time arrived is not part of it. */
function hashReport(agencyId: string, report: AlertReport): string {
  const { incidentAt, location, ...rest } = report;
  const { locatedAt, ...place } = location;
  return createHash('sha256')
    .update(JSON.stringify([agencyId, rest, place]))
    .digest('hex');
}
