import type { AgencyBoundary, BoundaryGeometry } from '@sallyport/contract';
import { lazy, Suspense } from 'react';
import { useMapEngine } from '../../map/view/use-map-engine.ts';
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
  const { settings, isReady, ...drawing } = useMapEngine();
  if (settings === undefined) return <BoundaryDrawing geometry={geometry} bounds={bounds} label={label} />;
  return (
    <div className={classes.map} data-engine={isReady ? 'maplibre' : 'svg'}>
      {!isReady && <BoundaryDrawing geometry={geometry} bounds={bounds} label={label} />}
      <Suspense fallback={null}>
        <BoundaryMaplibre geometry={geometry} bounds={bounds} label={label} settings={settings} {...drawing} />
      </Suspense>
    </div>
  );
}
