import type { AlertChange } from '../../agencies/callflows/alert-changes.ts';
import type { Callflow } from '../../agencies/callflows/types.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { AlertParty } from '../incident/alert-party.ts';
import type { Facts, Incident, Location } from '../incident/types.ts';
import type { SignalAnswer } from '../signals/types.ts';

/** An alert in the model's words, as a dialect read it. Instants are milliseconds. */
export interface AlertReport {
  readonly callerName: string;
  readonly callerPhoneGiven: string;
  readonly location: Location;
  readonly sourceId: string | null;
  readonly emergencyType: string | null;
  readonly isTest: boolean;
  readonly isActiveAssailant: boolean;
  readonly siteType: string | null;
  readonly description: string | null;
  readonly suppliedBy: string;
  readonly incidentAt: number;
  /** False where the sender gave no time, and `incidentAt` is when it came in. */
  readonly isTimeGiven: boolean;
  readonly facts: Facts;
  /** Which site it is of, where the sender states it. */
  readonly siteId: string | null;
  /** The sender's own number, for the center to call. */
  readonly senderPhone: string | null;
  readonly isSupplementalOnly: boolean;
}

export interface AlertRequest {
  readonly clientId: string;
  /** Where it leads. */
  readonly callflow: Callflow;
  /** The sender's name, as the center reads it. */
  readonly clientName: string;
  /** True asks the center to dispatch at once, as a status change of its own. */
  readonly requestsDispatch: boolean;
  /** Which news of it the sender's stream and webhooks notify. */
  readonly tellsSender: readonly AlertChange[];
  readonly report: AlertReport;
  /** Where the alert is now, and who states it; missing or null where its report places it. */
  readonly moved?: { readonly location: Location; readonly party: AlertParty } | null;
  readonly idempotencyKey: string | null;
  readonly origin: Origin;
}

/** The alert as it stands, and what its sender is answered: the first time and every time it repeats the request. */
export interface RaisedAlert {
  readonly alert: Incident;
  readonly answer: SignalAnswer;
}
