import { cadFacts, type CadIncident, type CadStatement } from '../incident/cad-incident.ts';
import { about, type Entry } from './about.ts';
import type { NewEvent } from './types.ts';

const on = ({ agencyId }: CadIncident, incidentId: string, at: number) => about({ agencyId, id: incidentId }, at);

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
