import type { Card } from '@sallyport/contract';
import { serverText } from '../words/translated.ts';
import { drawnFields } from './display-order.ts';
import { FieldValue } from './field-value.tsx';

/** The lines of a card, drawn by their schema alone: order, label and format. */
export function CardFields({ card }: { card: Card }) {
  return (
    <dl>
      {drawnFields(card).map((field) => (
        <div key={field.key} data-format={field.format}>
          <dt>{serverText(field.label)}</dt>
          <dd>
            <FieldValue field={field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
