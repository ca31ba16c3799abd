import { type Callflow, destinationsOf } from '../../agencies/callflows/types.ts';
import type { Transaction } from '../../database/database.ts';
import { newAlertState } from '../incident/alert-state.ts';
import { toStoredType } from '../incident/stored-form.ts';
import type { Incident } from '../incident/types.ts';
import { hashContent, statedPlace } from '../signals/stated.ts';
import { type SignalledIncident, signalsOf } from '../signals/store.ts';
import type { SignalAnswer } from '../signals/types.ts';
import type { AlertReport, AlertRequest, RaisedAlert } from './alert-report.ts';
import { isOver } from './rules.ts';
import { hasNothingNew } from './with-signal.ts';

/** What the sender of an alert's first signal is answered. */
export const answerOf = ({ sourceId, status, acceptBy }: Incident): SignalAnswer => ({ sourceId, status, acceptBy });

/** The signal of the same source that stated the same: at the same time of the sender's, or all of it of an alert that is open. */
export async function findRepeated(
  query: Transaction['query'],
  { clientId, callflow, report, requestsDispatch }: AlertRequest,
  now: number,
): Promise<RaisedAlert | undefined> {
  const { sourceId } = report;
  if (sourceId === null) return undefined;
  const contentHash = hashContentOf(report, requestsDispatch);
  const signals = (await signalsOf(query, { clientId, agencyIds: destinationsOf(callflow), sourceId })).filter(
    ({ incident }) => incident.kind === 'alert',
  );
  const isOpen = ({ incident }: SignalledIncident) => !isOver(incident, now);
  const isAsked = ({ alert }: Incident) => !requestsDispatch || (alert?.dispatchRequestedAt ?? null) !== null;
  const found =
    signals.find((signal) => {
      const isSame = (signal.contentHash ?? hashContentIn(signal.incident)) === contentHash;
      return isSame && (report.isTimeGiven || isOpen(signal));
    }) ??
    signals.find((signal) => isOpen(signal) && isAsked(signal.incident) && hasNothingNew(report, signal.incident));
  return found && { alert: found.incident, answer: found.answer ?? answerOf(found.incident) };
}

/** Everything a report states but when and where, its type as it is stored: hashes of earlier versions are compared with it. */
function contentIn(report: Omit<AlertReport, 'location'>) {
  const { incidentAt, isTimeGiven, emergencyType, isTest, isActiveAssailant, ...rest } = report;
  return { ...rest, emergencyType: toStoredType({ emergencyType, isTest, isActiveAssailant }) };
}

/** Everything a report states but when; whether dispatch is asked for is a part of it. */
export function hashContentOf({ location, ...report }: AlertReport, requestsDispatch: boolean): string {
  return hashContent([contentIn(report), statedPlace(location), requestsDispatch]);
}

/** The same of an alert that was stored without it, from the alert as it stands. */
function hashContentIn(incident: Incident): string {
  const { callerName, callerPhoneGiven, sourceId, siteType, description, suppliedBy, facts } = incident;
  const emergencyType = toStoredType(incident);
  const { siteId, senderPhone, isSupplementalOnly, dispatchRequestedAt } = newAlertState(incident.alert ?? {});
  const rest = { callerName, callerPhoneGiven, sourceId, emergencyType, siteType, description, suppliedBy, facts };
  const stated = { ...rest, siteId, senderPhone, isSupplementalOnly };
  return hashContent([stated, statedPlace(incident.location), dispatchRequestedAt !== null]);
}

/**
 * What makes two requests of one key the same; the time at which a request without its own time arrived is not part of it, nor
 * which agency its position chose.
 */
export function contentOf(callflow: Callflow, report: AlertReport): readonly unknown[] {
  const { location, ...stated } = report;
  return [callflow.routing === 'fixed' ? destinationsOf(callflow)[0] : null, contentIn(stated), statedPlace(location)];
}
