import type { Incident } from '@sallyport/contract';
import { CardStack } from '../cards/card-stack.tsx';
import { incidentTitle } from '../marks/incident-title.ts';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import classes from './partner-cards.module.css';

/** What another partner states of the same caller, with the way to its own incident. */
export function PartnerCards({ incident, onShow }: { incident: Incident; onShow: (id: string) => void }) {
  const titleId = `partner-${incident.id}`;
  return (
    <section aria-labelledby={titleId} data-testid="partner">
      <header className={classes.heading}>
        <h2 id={titleId}>{translated('Same caller: {partner}', { partner: incident.supplied_by })}</h2>
        <span className={classes.age}>
          <InstantAge instant={incident.created_at} />
        </span>
        <button type="button" className={classes.show} onClick={() => onShow(incident.id)}>
          {translated('Show {incident}', { incident: incidentTitle(incident) })}
        </button>
      </header>
      <CardStack incidentId={incident.id} cards={incident.cards} />
    </section>
  );
}
