import type { WholeIncident } from '../../../../incidents/search/read-whole.ts';
import { type Card, inOrder } from '../../../cards/card.ts';
import { drawCards } from '../../../cards/draw-cards.ts';
import { buildCadCard } from './build-cad-card.ts';
import { buildHistoryCards } from './build-history-cards.ts';
import { DISPLAY_SCHEMA } from './display-schema.ts';

type Shown = Pick<WholeIncident, 'incident' | 'history' | 'cadIncidents'>;

/** The cards of an incident, in order: what was stated when it came in, what was added since, and its CAD incidents. */
export function cardsOf({ incident, history, cadIncidents }: Shown): readonly Card[] {
  return [
    ...drawCards(incident, DISPLAY_SCHEMA),
    ...buildHistoryCards(incident, history),
    ...buildCadCard(cadIncidents),
  ].sort(inOrder);
}

/** The card of that id, whatever it is made of; null where the incident has none. Two that partners gave one name are read as one. */
export function cardOf(shown: Shown, id: string): Card | null {
  const [first, ...others] = cardsOf(shown).filter((card) => card.id === id);
  if (first === undefined) return null;
  return { ...first, fields: [...first.fields, ...others.flatMap(({ fields }) => fields)] };
}
