import { Button } from '@mantine/core';
import type { Card, CardOpening } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useMay } from '../current-session/use-may.ts';
import { Refused } from '../notices/refused.tsx';
import { ShownInstant } from '../time/shown-instant.tsx';
import { serverText, translated } from '../words/translated.ts';
import { CardFields } from './card-fields.tsx';
import classes from './cards.module.css';
import { drawnFields } from './display-order.ts';

interface SensitiveCardProps {
  incidentId: string;
  card: Card;
  isTransferred: boolean;
}

/** A card that stays closed until somebody opens it; what was in it is gone again with the page. */
export function SensitiveCard({ incidentId, card, isTransferred }: SensitiveCardProps) {
  const { incidents, transfers } = useSallyport();
  const queryClient = useQueryClient();
  const mayOpen = useMay()(isTransferred ? 'transfers:sensitive' : 'cards:sensitive');
  const open = useMutation({
    mutationFn: () => (isTransferred ? transfers : incidents).openCard(incidentId, card.id),
    onSuccess: () =>
      queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === 'incident' || name === 'search' }),
  });
  return (
    <div className={classes.sensitive}>
      {open.data !== undefined && <CardFields card={open.data} />}
      {open.data !== undefined && drawnFields(open.data).length === 0 && (
        <p>{translated('There is nothing on this card.')}</p>
      )}
      <Refused error={open.error} />
      {open.data === undefined && (
        <p>
          {mayOpen ? (
            <Button size="compact-sm" variant="default" loading={open.isPending} onClick={() => open.mutate()}>
              {translated('Open {card}', { card: serverText(card.title) })}
            </Button>
          ) : (
            translated('Closed: your role may not open sensitive cards.')
          )}
        </p>
      )}
      <Openings openings={card.sensitive?.openings ?? []} />
    </div>
  );
}

/** Who opened it, and when. */
function Openings({ openings }: { openings: readonly CardOpening[] }) {
  if (openings.length === 0)
    return <p className={classes.none}>{translated('Nobody has opened it. Each opening is recorded.')}</p>;
  return (
    <ul className={classes.openings} aria-label={translated('Opened by')}>
      {openings.map(({ name, opened_at: at }) => (
        <li key={`${name} ${at}`}>
          {translated('Opened by {name}', { name })}, <ShownInstant at={at} />
        </li>
      ))}
    </ul>
  );
}
