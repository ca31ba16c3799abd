import type { IncidentLocation } from '@sallyport/contract';
import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { translated } from '../words/translated.ts';
import { LocationAge, useIsStale } from './location-age.tsx';
import classes from './location-panel.module.css';
import { metersText } from './meters-text.ts';
import { PlaceWords } from './place-words.tsx';
import { positionText } from './position-text.ts';
import { isWide, positioned } from './positioned.ts';

/** The position in words: coordinates to copy, how sure, who states it, how old. */
export function LocationPanel({ incidentId, location }: { incidentId: string; location: IncidentLocation | null }) {
  if (location === null) {
    return (
      <section className={classes.panel} aria-label={translated('Position')}>
        <p className={classes.none}>
          {translated('No position yet. It appears here as soon as a source supplies one.')}
        </p>
      </section>
    );
  }
  return <KnownLocation incidentId={incidentId} location={location} />;
}

function KnownLocation({ incidentId, location }: { incidentId: string; location: IncidentLocation }) {
  const place = positioned(location);
  const isStale = useIsStale(location.located_at);
  return (
    <section className={classes.panel} aria-label={translated('Position')} data-stale={isStale}>
      {location.civic !== null && (
        <p className={classes.civic}>
          <span>{location.civic}</span>
          <CopyTextButton value={location.civic} label={translated('Copy address')} />
        </p>
      )}
      {place === null ? (
        <p className={classes.line} data-testid="location-unplaced">
          {translated('Not on the map: the source gave no coordinates.')}
        </p>
      ) : (
        <CopiedPosition position={positionText(place)} />
      )}
      <p className={classes.line}>
        {place !== null && (
          <span>
            {place.uncertainty_radius === null
              ? translated('Uncertainty not given')
              : translated('Within {length}', { length: metersText(place.uncertainty_radius) })}
          </span>
        )}
        {isWide(place) && <span className={classes.stale}>{translated('Over 500 m')}</span>}
        <span>{location.source}</span>
        <LocationAge locatedAt={location.located_at} />
      </p>
      {place !== null && <PlaceWords incidentId={incidentId} place={place} />}
    </section>
  );
}

function CopiedPosition({ position }: { position: string }) {
  return (
    <p className={classes.line}>
      <span className={classes.position} data-testid="location-position">
        {position}
      </span>
      <CopyTextButton value={position} label={translated('Copy coordinates')} />
    </p>
  );
}
