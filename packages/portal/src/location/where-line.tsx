import type { IncidentLocation } from '@sallyport/contract';
import { translated } from '../words/translated.ts';
import { LocationAge } from './location-age.tsx';
import classes from './location-panel.module.css';
import { metersText } from './meters-text.ts';
import { positionText } from './position-text.ts';
import { isWide, type PositionedLocation, positioned } from './positioned.ts';
import { locationAt } from './trail-of.ts';
import { useLocations } from './use-locations.ts';

/** Where it is, how sure that is and how old, in one line: read before anything is scrolled, however small the window. */
export function WhereLine({ incidentId, location }: { incidentId: string; location: IncidentLocation | null }) {
  const place = positioned(location);
  if (location === null || (location.civic === null && place === null)) {
    return <p className={classes.where}>{translated('No position')}</p>;
  }
  return (
    <p className={classes.where} data-testid="where-line">
      {location.civic !== null ? (
        <strong>{location.civic}</strong>
      ) : (
        place !== null && <Nearest incidentId={incidentId} place={place} />
      )}
      <span>
        {place === null
          ? translated('not on the map')
          : place.uncertainty_radius === null
            ? translated('uncertainty not given')
            : translated('position ± {length}', { length: metersText(place.uncertainty_radius) })}
      </span>
      {isWide(place) && <span className={classes.stale}>{translated('over 500 m')}</span>}
      <LocationAge locatedAt={location.located_at} />
    </p>
  );
}

/** The address that is nearest to this position and how far that is, where one is loaded, else the position itself. */
function Nearest({ incidentId, place }: { incidentId: string; place: PositionedLocation }) {
  const nearest = locationAt(useLocations(incidentId).data?.locations ?? [], place)?.place?.nearest ?? null;
  if (nearest === null) return <strong>{positionText(place)}</strong>;
  return (
    <>
      <strong>{translated('Near {address}', { address: nearest.address })}</strong>
      <span>{translated('{length} away', { length: metersText(nearest.distance_m) })}</span>
    </>
  );
}
