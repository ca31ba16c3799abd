import type { Card, CardField } from '@sallyport/contract';

/** Cards in the order their schema asks for. */
export function sortedCards(cards: readonly Card[]): Card[] {
  return cards.toSorted((a, b) => a.order - b.order);
}

/** The fields of a card that are drawn, in the order their schema asks for. */
export function drawnFields(card: Card): CardField[] {
  return card.fields.filter(({ format }) => format !== 'hidden').toSorted((a, b) => a.order - b.order);
}
