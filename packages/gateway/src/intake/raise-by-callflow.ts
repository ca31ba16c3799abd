import type { Callflow } from '../agencies/callflows/types.ts';
import type { Audit } from '../audit/append-record.ts';
import type { Client } from '../authorization/clients/types.ts';
import type { Database } from '../database/database.ts';
import type { AlertReport, AlertRequest, RaisedAlert } from '../incidents/alerts/alert-report.ts';
import { raiseAlert } from '../incidents/alerts/raise-alert.ts';
import { type RehearsedAlert, rehearseAlert } from '../incidents/alerts/rehearse-alert.ts';
import type { Location } from '../incidents/incident/types.ts';
import type { Geocoder } from '../incidents/locations/geocoder.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Random } from '../kernel/random.ts';
import { stationParty } from './alert-sides.ts';

/** A client with the one of its callflows that a request names. */
export interface ClientCallflow {
  readonly client: Client;
  readonly callflow: Callflow;
}

/** The client's callflow of that name, by which its request is read. Refuses a name it does not have (`invalid_request`). */
export function callflowOf(client: Client | null, name: string): ClientCallflow {
  const callflow = client?.callflows.find((candidate) => candidate.name === name);
  if (client === null || callflow === undefined) {
    const known = client?.callflows.map((candidate) => candidate.name).join(', ') || 'none';
    throw refuse.invalidRequest({ description: `This client has no callflow of that name; it has: ${known}` });
  }
  return { callflow, client };
}

/** What is asked by a callflow: the alert, and how it is known again. */
export interface CallflowRequest extends ClientCallflow {
  readonly report: AlertReport;
  /** Where the alert, which its report places as it was raised, is now; null where the sender does not state. */
  readonly moved: Location | null;
  readonly idempotencyKey: string | null;
  readonly origin: Origin;
}

/** The request with where its callflow leads, and whom it notifies. */
function alertRequestOf(request: CallflowRequest): AlertRequest {
  const { client, callflow, report, moved, idempotencyKey, origin } = request;
  return {
    clientId: client.id,
    clientName: client.applicationName,
    callflow,
    requestsDispatch: callflow.requestsDispatch,
    tellsSender: callflow.tellsSender,
    report,
    moved: moved && { location: moved, party: stationParty(client) },
    idempotencyKey,
    origin,
  };
}

/**
 * Raises an alert at the agency its callflow leads to: its own, or the one whose boundary covers the alert. The alert, where it
 * has moved to since, their events and audit records are one transaction. A retry is answered as the first request was; it
 * writes no more than the place the alert has moved to, where that is another one. Refuses what
 * `raiseAlert` refuses.
 */
export function raiseByCallflow(
  ports: {
    database: Database;
    audit: Audit;
    clock: Clock;
    random: Random;
    geocoder: Geocoder;
    alertAcceptSeconds: number;
  },
  request: CallflowRequest,
): Promise<RaisedAlert> {
  return raiseAlert(ports, alertRequestOf(request));
}

/** What the same request would do, if it were sent now: nothing is written. Refuses what `raiseByCallflow` refuses. */
export function rehearseByCallflow(
  ports: { database: Database; clock: Clock; geocoder: Geocoder; alertAcceptSeconds: number },
  request: CallflowRequest,
): Promise<RehearsedAlert> {
  return rehearseAlert(ports, alertRequestOf(request));
}
