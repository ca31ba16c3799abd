import type { Card } from '@sallyport/contract';
import { useId } from 'react';
import { InstantAge } from '../time/instant-age.tsx';
import classes from './cards.module.css';
import { drawnFields, sortedCards } from './display-order.ts';
import { FieldValue } from './field-value.tsx';

/** The cards of an incident, drawn by their display schema alone: order, label and format. */
export function CardStack({ cards }: { cards: readonly Card[] }) {
  if (cards.length === 0) return <p className={classes.none}>Nobody has supplied more about this incident yet.</p>;
  return (
    <div className={classes.stack}>
      {sortedCards(cards).map((card) => (
        <CardPanel key={card.id} card={card} />
      ))}
    </div>
  );
}

function CardPanel({ card }: { card: Card }) {
  const titleId = useId();
  const supplierId = useId();
  return (
    <section className={classes.card} aria-labelledby={`${titleId} ${supplierId}`} data-testid="card">
      <header>
        <h2 id={titleId}>{card.title}</h2>
        <span>
          <b id={supplierId}>{card.supplied_by}</b>, <InstantAge instant={card.received_at} />
        </span>
      </header>
      <dl>
        {drawnFields(card).map((field) => (
          <div key={field.key} data-format={field.format}>
            <dt>{field.label}</dt>
            <dd>
              <FieldValue field={field} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
