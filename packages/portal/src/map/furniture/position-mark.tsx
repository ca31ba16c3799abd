import { metersText } from '../../location/meters-text.ts';
import { positionText } from '../../location/position-text.ts';
import type { PositionedLocation } from '../../location/positioned.ts';
import { translated } from '../../words/translated.ts';
import { type MercatorView, metersPerPixel, project } from '../view/mercator-view.ts';
import classes from './map.module.css';

interface PositionMarkProps {
  view: MercatorView;
  location: PositionedLocation;
  isStale: boolean;
}

/** The position and, to scale, the circle the source states it lies in. A stale one is grey and dashed. */
export function PositionMark({ view, location, isStale }: PositionMarkProps) {
  const [x, y] = project(view, [location.longitude, location.latitude]);
  const radius = (location.uncertainty_radius ?? 0) / metersPerPixel(view.zoom, location.latitude);
  return (
    <svg
      className={classes.position}
      width={view.width}
      height={view.height}
      data-stale={isStale}
      role="img"
      aria-label={markLabel(location, isStale)}
      data-testid="position-mark"
    >
      {radius > 0 && <circle className={classes.circle} cx={x} cy={y} r={radius} data-testid="uncertainty-circle" />}
      <circle className={classes.halo} cx={x} cy={y} r={9} />
      <circle className={classes.dot} cx={x} cy={y} r={6} />
    </svg>
  );
}

function markLabel(location: PositionedLocation, isStale: boolean): string {
  const radius = location.uncertainty_radius;
  const within =
    radius === null
      ? translated('uncertainty not given')
      : translated('within {length}', { length: metersText(radius) });
  const stale = isStale ? `, ${translated('stale')}` : '';
  return `${translated('Position')} ${positionText(location)}, ${within}, ${location.source}${stale}`;
}
