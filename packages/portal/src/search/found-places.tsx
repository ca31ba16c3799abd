import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { metersText } from '../location/meters-text.ts';
import { positionText } from '../location/position-text.ts';
import { translated } from '../words/translated.ts';
import classes from './found.module.css';
import { usePlaces } from './use-places.ts';

const PLACES_AT_MOST = 5;

/** On the page of a search: where the address or the position is that was searched. */
export function FoundPlaces({ query }: { query: string }) {
  const places = usePlaces(query, PLACES_AT_MOST).data?.places ?? [];
  if (places.length === 0) return null;
  return (
    <section className={classes.places} aria-label={translated('Places')}>
      <ul className={classes.list}>
        {places.map(({ label, radius_m: radius, ...place }) => (
          <li key={label} className={classes.place} data-testid="found-place">
            <strong>{label}</strong>
            {radius !== null && <span>{translated('within {length}', { length: metersText(radius) })}</span>}
            <span>{positionText(place)}</span>
            <CopyTextButton
              value={positionText(place)}
              label={translated('Copy coordinates of {place}', { place: label })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
