import { type CadIncident, KEY_OF, MATCH_KEYS, type MatchKey } from '../../../../incidents/incident/cad-incident.ts';
import { displayName } from '../../../../incidents/incident/types.ts';
import type { Card, CardField } from '../../../cards/card.ts';
import { fieldsOf } from '../../../cards/draw-cards.ts';

const CARD = { id: 'cad', title: 'CAD', order: 12 };
const MATCHED_BY: Readonly<Record<MatchKey, string>> = {
  caller_phone_number: "the caller's number",
  sip_call_id: 'the SIP call id',
  position: 'the seat',
};

function linesOf(cad: CadIncident): Pick<CardField, 'label' | 'format' | 'value'>[] {
  const waitsFor = MATCH_KEYS.filter((key) => cad[KEY_OF[key]] !== null).map((key) => MATCHED_BY[key]);
  return [
    { label: `${cad.suppliedBy} id`, format: 'text', value: cad.partnerIncidentId },
    { label: 'Status in the CAD', format: 'text', value: cad.status === null ? 'None yet' : displayName(cad.status) },
    cad.incidentId === null
      ? { label: 'Linked', format: 'text', value: `Not yet; looked for by ${waitsFor.join(', ')}` }
      : {
          label: 'Linked by',
          format: 'text',
          value: cad.matchedBy === null ? 'hand' : MATCHED_BY[cad.matchedBy],
        },
    ...fieldsOf(undefined, cad.further).map(({ label, format, value }) => ({ label, format, value })),
  ];
}

/** The CAD incidents of an incident with their status and what each CAD sends besides, its own id first; no card where there is none. */
export function buildCadCard(cadIncidents: readonly CadIncident[]): Card[] {
  const [first] = cadIncidents;
  if (first === undefined) return [];
  const fields = cadIncidents
    .flatMap(linesOf)
    .map((line, index) => ({ key: `${CARD.id}.${index}`, order: index, ...line }));
  const newest = cadIncidents.reduce((left, right) => (left.updatedAt >= right.updatedAt ? left : right));
  return [{ ...CARD, suppliedBy: first.suppliedBy, receivedAt: newest.updatedAt, fields }];
}
