import { type CadIncident, type CadStatement, cadFacts } from '../incident/cad-incident.ts';
import type { Colleague, Incident } from '../incident/types.ts';
import { about, type Entry } from './about.ts';
import type { NewEvent } from './types.ts';

const on = ({ agencyId }: CadIncident, incidentId: string, at: number) => about({ agencyId, id: incidentId }, at);

/** Somebody sent the incident to the agency's CAD: `text` is what was sent, to these receivers. */
export function incidentSentToCad(
  incident: Incident,
  { colleague, text, receivers }: { colleague: Colleague; text: string; receivers: readonly string[] },
  { id, at }: Entry,
): NewEvent<'incident.sent_to_cad'> {
  return { ...about(incident, at), type: 'incident.sent_to_cad', body: { id, colleague, text, receivers } };
}

/** The CAD incident is linked to this incident from now on. */
export function cadLinked(cad: CadIncident, incidentId: string, { id, at }: Entry): NewEvent<'cad.linked'> {
  return { ...on(cad, incidentId, at), type: 'cad.linked', body: { id, cad: cadFacts(cad) } };
}

/** The CAD incident was linked to this incident by mistake; it is linked to `into` instead. */
export function cadUnlinked(
  cad: CadIncident,
  { incidentId, into }: { incidentId: string; into: string },
  { id, at }: Entry,
): NewEvent<'cad.unlinked'> {
  return { ...on(cad, incidentId, at), type: 'cad.unlinked', body: { id, cad: cadFacts(cad), into } };
}

/** The CAD incident has a new status, or its CAD stated more of it. */
export function cadStatusChanged(
  cad: CadIncident,
  incidentId: string,
  { id, at }: Entry,
  statement: CadStatement = {},
): NewEvent<'cad.status_changed'> {
  return { ...on(cad, incidentId, at), type: 'cad.status_changed', body: { id, cad: cadFacts(cad), ...statement } };
}
