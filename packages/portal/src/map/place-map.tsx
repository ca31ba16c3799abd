import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import type { DrawFurniture, MapFocus } from './furniture/draw-furniture.ts';
import classes from './furniture/map.module.css';
import { SvgMap } from './svg/svg-map.tsx';
import { hasWebgl } from './view/has-webgl.ts';

const MaplibreMap = lazy(async () => ({ default: (await import('./maplibre/maplibre-map.tsx')).MaplibreMap }));

/**
 * A map of a place, never blank: the outline as SVG at once, MapLibre's in its place when it is loaded and where the browser
 * can draw it.
 */
export function PlaceMap({ focus, furniture }: { focus: MapFocus; furniture: DrawFurniture }) {
  const sallyport = useSallyport();
  const [isReady, setIsReady] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const settings = useQuery({
    queryKey: ['map'],
    queryFn: ({ signal }) => sallyport.mapSettings(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const usesWebgl = hasWebgl() && !isBroken && settings.data !== undefined;
  return (
    <div className={classes.map} data-testid="incident-map" data-engine={usesWebgl && isReady ? 'maplibre' : 'svg'}>
      {!(usesWebgl && isReady) && <SvgMap focus={focus} furniture={furniture} />}
      {usesWebgl && (
        <Suspense fallback={null}>
          <MaplibreMap
            focus={focus}
            furniture={furniture}
            settings={settings.data}
            onReady={() => setIsReady(true)}
            onBroken={() => setIsBroken(true)}
          />
        </Suspense>
      )}
    </div>
  );
}
