import type { IncidentSummary } from '@sallyport/contract';
import { phoneText } from '../cards/phone-text.ts';

const KIND_TITLES: Readonly<Record<IncidentSummary['kind'], string>> = {
  alert: 'Alert',
  call: '9-1-1 call',
  cad: 'CAD incident',
};

/** The words an incident goes by: its emergency type, or what kind of thing it is. */
export function incidentTitle(incident: IncidentSummary): string {
  return incident.emergency_type?.display_name ?? KIND_TITLES[incident.kind];
}

/** Who it is about: name, or number, or what was given for the number, or the sender. */
export function callerText(incident: IncidentSummary): string {
  if (incident.caller_name !== null) return incident.caller_name;
  return numberText(incident) ?? `From ${incident.supplied_by}`;
}

/** The caller's number, or in quotes what was sent where no number could be read; null where neither is there. */
export function numberText(incident: IncidentSummary): string | null {
  if (incident.caller_phone_number !== null) return phoneText(incident.caller_phone_number);
  const given = incident.caller_phone_given?.trim();
  return given ? `“${given}”` : null;
}

/** One sentence for screen readers and announcements. */
export function incidentSentence(incident: IncidentSummary): string {
  const test = incident.is_test ? 'Test. ' : '';
  return `${test}${incidentTitle(incident)}, ${callerText(incident)}, ${incident.status.display_name}`;
}
