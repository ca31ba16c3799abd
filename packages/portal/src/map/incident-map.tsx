import type { IncidentLocation } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { hasWebgl } from './has-webgl.ts';
import classes from './map.module.css';
import { SvgMap } from './svg/svg-map.tsx';

const MaplibreMap = lazy(async () => ({ default: (await import('./maplibre/maplibre-map.tsx')).MaplibreMap }));

/** The position on a map: MapLibre's where the browser can draw it, otherwise the same outline as SVG. Never blank. */
export function IncidentMap({ location }: { location: IncidentLocation }) {
  const sallyport = useSallyport();
  const [isBroken, setIsBroken] = useState(false);
  const settings = useQuery({
    queryKey: ['map'],
    queryFn: ({ signal }) => sallyport.mapSettings(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const svgMap = <SvgMap location={location} />;
  const usesWebgl = hasWebgl() && !isBroken && settings.data !== undefined;
  return (
    <div className={classes.map} data-testid="incident-map" data-engine={usesWebgl ? 'maplibre' : 'svg'}>
      {usesWebgl ? (
        <Suspense fallback={svgMap}>
          <MaplibreMap location={location} settings={settings.data} onBroken={() => setIsBroken(true)} />
        </Suspense>
      ) : (
        svgMap
      )}
    </div>
  );
}
