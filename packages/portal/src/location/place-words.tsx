import type { StatedLocation } from '@sallyport/contract';
import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { ShownClock } from '../time/shown-instant.tsx';
import { translated } from '../words/translated.ts';
import { directionWord, metersBetween } from './direction.ts';
import { KIND_WORDS, MATCH_WORDS, POSITION_WORDS } from './kind-words.ts';
import classes from './location-panel.module.css';
import { metersText } from './meters-text.ts';
import { PositionLink } from './position-link.tsx';
import type { PositionedLocation } from './positioned.ts';
import { locationAt, type PlacedLocation, trailOf } from './trail-of.ts';
import { useLocations } from './use-locations.ts';

/** The position that stands in words, how sure it is, its codes, and the way it took. */
export function PlaceWords({ incidentId, place }: { incidentId: string; place: PositionedLocation }) {
  const locations = useLocations(incidentId).data?.locations ?? [];
  const trail = trailOf(locations);
  const stated = locationAt(locations, place);
  if (stated === undefined) return null;
  return (
    <div className={classes.words} data-testid="place-words">
      <Place location={stated} />
      <Measure location={stated} />
      <Codes location={stated} />
      <PositionLink location={stated} />
      {trail.length > 1 && <Way trail={trail} />}
    </div>
  );
}

function Place({ location: { place } }: { location: PlacedLocation }) {
  if (place === null) return null;
  const { nearest, street, cross_streets: crossing } = place;
  const between =
    crossing.length > 1
      ? translated('between {streets} and {street}', {
          streets: crossing.slice(0, -1).join(', '),
          street: crossing.at(-1) ?? '',
        })
      : translated('at {street}', { street: crossing[0] ?? '' });
  return (
    <>
      {nearest !== null && (
        <p className={classes.line}>
          <span>
            {translated('Nearest address')} <strong>{nearest.address}</strong>,{' '}
            {translated('{length} away', { length: metersText(nearest.distance_m) })}
          </span>
          <CopyTextButton value={nearest.address} label={translated('Copy nearest address')} />
        </p>
      )}
      {street !== null && (
        <p className={classes.line}>
          {street}
          {crossing.length > 0 && ` ${between}`}
        </p>
      )}
    </>
  );
}

function Measure({ location }: { location: PlacedLocation }) {
  const { kind, geocoded, confidence, height, vertical_uncertainty: vertical, floor } = location;
  const parts = [
    geocoded === undefined
      ? translated(POSITION_WORDS[kind])
      : translated('No device stated it: {match}', { match: translated(MATCH_WORDS[geocoded.match]) }),
    confidence !== null && translated('{confidence} % sure to be within the circle', { confidence }),
    floor !== null && translated('floor {floor}', { floor }),
    height !== null &&
      `${translated('{height} above the ellipsoid', { height: metersText(height) })}${vertical === null ? '' : `, ± ${metersText(vertical)}`}`,
  ].filter((part) => part !== false);
  return (
    <p className={classes.line} data-geocoded={geocoded !== undefined}>
      {parts.join(' · ')}
    </p>
  );
}

function Codes({ location: { mgrs, plus_code: plusCode } }: { location: StatedLocation }) {
  return (
    <p className={classes.line}>
      {mgrs !== null && (
        <span className={classes.code}>
          USNG/MGRS <b>{mgrs}</b> <CopyTextButton value={mgrs} label={translated('Copy USNG and MGRS')} />
        </span>
      )}
      {plusCode !== null && (
        <span className={classes.code}>
          {translated('Plus code')} <b>{plusCode}</b>{' '}
          <CopyTextButton value={plusCode} label={translated('Copy plus code')} />
        </span>
      )}
    </p>
  );
}

/** Each position with its time, the newest first, and where it went from the one before. */
function Way({ trail }: { trail: readonly PlacedLocation[] }) {
  const [before, newest] = trail.slice(-2);
  if (before === undefined || newest === undefined) return null;
  return (
    <details className={classes.way}>
      <summary>
        {translated('{count} positions; last moved {direction}, {length}', {
          count: trail.length,
          direction: translated(directionWord(before, newest)),
          length: metersText(metersBetween(before, newest)),
        })}
      </summary>
      <ol reversed>
        {trail.toReversed().map((each, index, all) => {
          const from = all[index + 1];
          return (
            <li key={each.id}>
              <ShownClock at={each.located_at} />:{' '}
              {each.place?.nearest?.address ?? `${each.latitude}, ${each.longitude}`}
              {from !== undefined &&
                `, ${metersText(metersBetween(from, each))} ${translated(directionWord(from, each))}`}{' '}
              ({translated(KIND_WORDS[each.kind])})
            </li>
          );
        })}
      </ol>
    </details>
  );
}
