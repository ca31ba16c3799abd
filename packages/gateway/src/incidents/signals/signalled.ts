import type { IncidentEvent } from '../events/types.ts';
import type { Incident } from '../incident/types.ts';

/** A further signal of an incident: what is new in it in words, all it said, and by whom. `incident` is the incident as it is then. */
export function signalled(
  incident: Incident,
  { signal, text }: { signal: Incident; text: string },
  { id, at, by }: { id: string; at: number; by: object },
): Omit<IncidentEvent, 'seq'> {
  const { callerName, callerPhoneNumber, callerPhoneGiven, emergencyType, siteType, description } = signal;
  const { sourceId, suppliedBy, location, incidentAt, facts } = signal;
  const said = {
    ...{ sourceId, siteId: signal.alert?.siteId ?? null, suppliedBy, incidentAt, emergencyType, siteType, description },
    ...{ callerName, callerPhoneNumber, callerPhoneGiven, location, facts },
  };
  const message = { type: 'MULTI_TRIP_SIGNAL', text };
  const { agencyId, id: incidentId } = incident;
  return { agencyId, incidentId, at, type: 'incident.signalled', body: { id, message, incident, signal: said, by } };
}
