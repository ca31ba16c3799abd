import type { AgencyBoundary, BoundaryGeometry } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { hasWebgl } from '../../map/view/has-webgl.ts';
import classes from './boundary.module.css';
import { BoundaryDrawing } from './boundary-drawing.tsx';

const BoundaryMaplibre = lazy(async () => ({
  default: (await import('./boundary-maplibre.tsx')).BoundaryMaplibre,
}));

interface BoundaryMapProps {
  geometry: BoundaryGeometry;
  bounds: NonNullable<AgencyBoundary['bounds']>;
  label: string;
}

/** What a boundary covers, on a map; the outline alone until that is loaded and where the browser cannot draw it. */
export function BoundaryMap({ geometry, bounds, label }: BoundaryMapProps) {
  const sallyport = useSallyport();
  const [isReady, setIsReady] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const settings = useQuery({
    queryKey: ['map'],
    queryFn: ({ signal }) => sallyport.mapSettings(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const usesWebgl = hasWebgl() && !isBroken && settings.data !== undefined;
  if (!usesWebgl) return <BoundaryDrawing geometry={geometry} bounds={bounds} label={label} />;
  return (
    <div className={classes.map} data-engine={isReady ? 'maplibre' : 'svg'}>
      {!isReady && <BoundaryDrawing geometry={geometry} bounds={bounds} label={label} />}
      <Suspense fallback={null}>
        <BoundaryMaplibre
          geometry={geometry}
          bounds={bounds}
          label={label}
          settings={settings.data}
          onReady={() => setIsReady(true)}
          onBroken={() => setIsBroken(true)}
        />
      </Suspense>
    </div>
  );
}
