import { geoBounds, geoPath } from 'd3-geo';
import { useMemo } from 'react';
import classes from '../furniture/map.module.css';
import { type MercatorView, projectionOf, unproject } from '../view/mercator-view.ts';
import { COUNTY_MIN_ZOOM, type Counties, type Outline } from '../view/outline.ts';

interface OutlineShapesProps {
  view: MercatorView;
  outline: Outline;
  counties: Counties | null;
}

/** Land, states and, nearer by, the counties in view. */
export function OutlineShapes({ view, outline, counties }: OutlineShapesProps) {
  const bounded = useMemo(
    () => counties?.features.map((county) => ({ county, bounds: geoBounds(county) })),
    [counties],
  );
  const paths = useMemo(() => {
    const path = geoPath(projection(view));
    const inView = view.zoom < COUNTY_MIN_ZOOM ? [] : (bounded ?? []).filter(({ bounds }) => overlaps(view, bounds));
    return {
      land: path(outline.land),
      states: path(outline.states),
      stateLines: path(outline.stateLines),
      counties: path({ type: 'FeatureCollection', features: inView.map(({ county }) => county) }),
    };
  }, [view, outline, bounded]);
  return (
    <svg className={classes.outline} width={view.width} height={view.height} aria-hidden="true">
      <path className={classes.land} d={paths.land ?? ''} />
      <path className={classes.land} d={paths.states ?? ''} />
      <path className={classes.countyLines} d={paths.counties ?? ''} />
      <path className={classes.stateLines} d={paths.stateLines ?? ''} />
    </svg>
  );
}

/** Clipped, so that no path runs to millions of pixels. */
function projection(view: MercatorView) {
  const margin = 10;
  return projectionOf(view).clipExtent([
    [-margin, -margin],
    [view.width + margin, view.height + margin],
  ]);
}

type Bounds = [southwest: [number, number], northeast: [number, number]];

function overlaps(view: MercatorView, [[west, south], [east, north]]: Bounds): boolean {
  const [viewWest, viewNorth] = unproject(view, [0, 0]);
  const [viewEast, viewSouth] = unproject(view, [view.width, view.height]);
  return west <= viewEast && east >= viewWest && south <= viewNorth && north >= viewSouth;
}
