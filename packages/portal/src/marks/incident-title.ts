import type { IncidentSummary } from '@sallyport/contract';
import { phoneText } from '../cards/phone-text.ts';
import type { Text } from '../words/spanish/spanish.ts';
import { serverText, translated } from '../words/translated.ts';

const KIND_TITLES: Readonly<Record<IncidentSummary['kind'], Text>> = {
  alert: 'Alert',
  call: '9-1-1 call',
  cad: 'CAD incident',
};

/** The words an incident goes by: its emergency type, or what kind of thing it is. */
export function incidentTitle(incident: IncidentSummary): string {
  const type = incident.emergency_type;
  return type === null ? translated(KIND_TITLES[incident.kind]) : serverText(type.display_name);
}

/** Who it is about: name, or number, or what was given for the number, or the sender. */
export function callerText(incident: IncidentSummary): string {
  if (incident.caller_name !== null) return incident.caller_name;
  return numberText(incident) ?? translated('From {sender}', { sender: incident.supplied_by });
}

/** The caller's number, or in quotes what was sent where no number could be read; null where neither is there. */
export function numberText(incident: IncidentSummary): string | null {
  if (incident.caller_phone_number !== null) return phoneText(incident.caller_phone_number);
  const given = incident.caller_phone_given?.trim();
  return given ? `“${given}”` : null;
}

/** One sentence for screen readers and announcements. */
export function incidentSentence(incident: IncidentSummary): string {
  const test = incident.is_test ? `${translated('Test')}. ` : '';
  return `${test}${incidentTitle(incident)}, ${callerText(incident)}, ${serverText(incident.status.display_name)}`;
}
