import type { Card } from '@sallyport/contract';
import { lazy, Suspense, useId } from 'react';
import { InstantAge } from '../time/instant-age.tsx';
import { serverText, translated } from '../words/translated.ts';
import { CardFields } from './card-fields.tsx';
import classes from './cards.module.css';
import { sortedCards } from './display-order.ts';

const SensitiveCard = lazy(async () => ({ default: (await import('./sensitive-card.tsx')).SensitiveCard }));

interface CardStackProps {
  /** The incident, or the transfer by which another agency's is seen. */
  incidentId: string;
  cards: readonly Card[];
  isTransferred?: boolean;
}

/** The cards of an incident, in the order of their display schema. */
export function CardStack({ incidentId, cards, isTransferred = false }: CardStackProps) {
  if (cards.length === 0)
    return <p className={classes.none}>{translated('Nobody has supplied more about this incident yet.')}</p>;
  return (
    <div className={classes.stack}>
      {sortedCards(cards).map((card) => (
        <CardPanel key={card.id} incidentId={incidentId} card={card} isTransferred={isTransferred} />
      ))}
    </div>
  );
}

function CardPanel({ incidentId, card, isTransferred }: { incidentId: string; card: Card; isTransferred: boolean }) {
  const titleId = useId();
  const supplierId = useId();
  return (
    <section className={classes.card} aria-labelledby={`${titleId} ${supplierId}`} data-testid="card">
      <header>
        <h2 id={titleId}>{serverText(card.title)}</h2>
        <span>
          <b id={supplierId}>{card.supplied_by}</b>, <InstantAge instant={card.received_at} />
        </span>
      </header>
      {card.sensitive === undefined ? (
        <CardFields card={card} />
      ) : (
        <Suspense fallback={null}>
          <SensitiveCard incidentId={incidentId} card={card} isTransferred={isTransferred} />
        </Suspense>
      )}
    </section>
  );
}
