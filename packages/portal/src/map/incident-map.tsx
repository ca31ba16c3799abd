import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import type { PositionedLocation } from '../location/positioned.ts';
import classes from './furniture/map.module.css';
import { SvgMap } from './svg/svg-map.tsx';
import { hasWebgl } from './view/has-webgl.ts';

const MaplibreMap = lazy(async () => ({ default: (await import('./maplibre/maplibre-map.tsx')).MaplibreMap }));

/**
 * The position on a map, never blank: the outline as SVG at once, MapLibre's in its place when it is loaded and where the
 * browser can draw it.
 */
export function IncidentMap({ incidentId, location }: { incidentId: string; location: PositionedLocation }) {
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
      {!(usesWebgl && isReady) && <SvgMap incidentId={incidentId} location={location} />}
      {usesWebgl && (
        <Suspense fallback={null}>
          <MaplibreMap
            incidentId={incidentId}
            location={location}
            settings={settings.data}
            onReady={() => setIsReady(true)}
            onBroken={() => setIsBroken(true)}
          />
        </Suspense>
      )}
    </div>
  );
}
