import { coordinatesOf, displayName, type Incident } from '../incident/types.ts';

function placeOf({ location }: Incident): string | null {
  if (location === null) return null;
  const { civic, uncertaintyRadius, floor } = location;
  const address = civic && [civic.name, civic.street1, civic.street2, civic.city, civic.state, civic.zipCode];
  const coordinates = coordinatesOf(location);
  const point = coordinates && `${coordinates.latitude}, ${coordinates.longitude}`;
  const within = point !== null && uncertaintyRadius !== null ? `within ${uncertaintyRadius} m` : null;
  const parts = [...(address ?? []), point, within, floor === undefined ? null : `floor ${floor}`].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}

const KINDS = { alert: 'Alert', call: '9-1-1 call', cad: 'CAD incident' } as const;

/** What a CAD's narrative is sent of an incident, in a line: what it is, who calls, where, and what was stated. Nothing of its cards. */
export function summaryOf(incident: Incident): string {
  const { kind, isTest, emergencyType, callerName, callerPhoneNumber, callerPhoneGiven, description } = incident;
  const what = emergencyType === null ? KINDS[kind] : displayName(emergencyType);
  const who = [callerName, callerPhoneNumber ?? callerPhoneGiven].filter(Boolean).join(', ');
  return [isTest ? 'TEST, do not dispatch' : '', what, who, placeOf(incident) ?? '', description ?? '']
    .filter((part) => part !== '')
    .join('. ');
}
