import type { IncidentSummary } from '@sallyport/contract';
import { Link } from 'react-router';
import { metersText } from '../location/meters-text.ts';
import { isWide, positioned } from '../location/positioned.ts';
import { callerText, incidentTitle } from '../marks/incident-title.ts';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import classes from './overview.module.css';

/** The same in words: what is active, where, and how sure that is; those without a position, too. */
export function OverviewList({ incidents }: { incidents: readonly IncidentSummary[] }) {
  if (incidents.length === 0) return <p className={classes.none}>{translated('Nothing is active.')}</p>;
  return (
    <ul className={classes.list} aria-label={translated('Active incidents')}>
      {incidents.map((incident) => (
        <li key={incident.id}>
          <Link to={`/portal/incidents/${encodeURIComponent(incident.id)}`}>
            <strong>{incidentTitle(incident)}</strong> {callerText(incident)}
            <small>
              {whereText(incident)} · <InstantAge instant={incident.created_at} />
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function whereText({ location }: IncidentSummary): string {
  const place = positioned(location);
  if (place === null) return location?.civic ?? translated('No position');
  const within =
    place.uncertainty_radius === null
      ? translated('uncertainty not given')
      : translated('within {length}', { length: metersText(place.uncertainty_radius) });
  const stated = place.geocoded === undefined ? within : translated('from the address');
  return [place.civic, stated, isWide(place) && translated('over 500 m')].filter(Boolean).join(', ');
}
