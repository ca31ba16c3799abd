import { Link } from 'react-router';
import { translated } from '../words/translated.ts';
import classes from './found.module.css';
import { usePlaces } from './use-places.ts';

const PLACES_AT_MOST = 5;

/** Under the search box: addresses that begin as what is typed does, and the position that it is. */
export function PlaceOptions({ typed, onDone }: { typed: string; onDone: () => void }) {
  const places = usePlaces(typed, PLACES_AT_MOST).data?.places ?? [];
  return places.map(({ kind, label }) => (
    <li key={label}>
      <Link
        className={classes.link}
        to={{ pathname: '/portal/search', search: new URLSearchParams({ query: label }).toString() }}
        onClick={onDone}
      >
        <span>{label}</span>
        <small>{translated(kind === 'address' || kind === 'street' ? 'Address' : 'Position')}</small>
      </Link>
    </li>
  ));
}
