import { type MercatorView, metersPerPixel } from '../view/mercator-view.ts';
import { scaleLength, scaleText } from '../view/scale-length.ts';
import classes from './map.module.css';

const MAX_PIXELS = 120;

/** How long a round distance is on this map, at its middle. */
export function ScaleBar({ view }: { view: MercatorView }) {
  const { meters, pixels } = scaleLength(metersPerPixel(view.zoom, view.center[1]), MAX_PIXELS);
  return (
    <div className={classes.scale} data-testid="map-scale">
      <svg width={pixels} height={6} aria-hidden="true">
        <path d={`M1 0V5H${pixels - 1}V0`} />
      </svg>
      <span>{scaleText(meters)}</span>
    </div>
  );
}
