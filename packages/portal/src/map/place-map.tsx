import { lazy, Suspense } from 'react';
import type { DrawFurniture, MapFocus } from './furniture/draw-furniture.ts';
import classes from './furniture/map.module.css';
import { SvgMap } from './svg/svg-map.tsx';
import { useMapEngine } from './view/use-map-engine.ts';

const MaplibreMap = lazy(async () => ({ default: (await import('./maplibre/maplibre-map.tsx')).MaplibreMap }));

/**
 * A map of a place, never blank: the outline as SVG at once, MapLibre's in its place when it is loaded and where the browser
 * can draw it.
 */
export function PlaceMap({ focus, furniture }: { focus: MapFocus; furniture: DrawFurniture }) {
  const { settings, isReady, ...drawing } = useMapEngine();
  return (
    <div className={classes.map} data-testid="incident-map" data-engine={isReady ? 'maplibre' : 'svg'}>
      {!isReady && <SvgMap focus={focus} furniture={furniture} />}
      {settings !== undefined && (
        <Suspense fallback={null}>
          <MaplibreMap focus={focus} furniture={furniture} settings={settings} {...drawing} />
        </Suspense>
      )}
    </div>
  );
}
