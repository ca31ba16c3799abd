import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import type { MapFocus } from '../map/furniture/draw-furniture.ts';
import { Grid } from '../map/furniture/grid.tsx';
import { MapControls } from '../map/furniture/map-controls.tsx';
import { ScaleBar } from '../map/furniture/scale-bar.tsx';
import { PlaceMap } from '../map/place-map.tsx';
import { Loading } from '../notices/loading.tsx';
import { translated } from '../words/translated.ts';
import { boundaryPath } from './boundary-path.ts';
import classes from './drawn-area.module.css';
import { DrawnArea } from './drawn-area.tsx';
import { focusOf } from './focus-of.ts';
import { type Corner, unwrapped } from './polygon.ts';

interface AreaMapProps {
  agencyId: string | null;
  corners: readonly Corner[];
  onCorners: (corners: readonly Corner[]) => void;
}

const placesOf = (corners: readonly Corner[]) =>
  unwrapped(corners).map(([longitude, latitude]) => ({ latitude, longitude }));

/** The agency's boundary on a map, on which an area is drawn. Where there is neither, it begins once corners are typed. */
export function AreaMap({ agencyId, corners, onCorners }: AreaMapProps) {
  const { addresses } = useSallyport();
  const map = useQuery({
    queryKey: ['agency-map', agencyId],
    queryFn: ({ signal }) => addresses.agencyMap(agencyId, signal),
    staleTime: 60_000,
  });
  /** Where it began: a corner that is added does not move what is under the pointer. */
  const [begun, setBegun] = useState<MapFocus | null>(null);
  if (map.isPending) return <Loading what={translated('the map')} />;
  const focus = begun ?? focusOf(corners.length < 3 ? [] : placesOf(corners), map.data?.bounds ?? null);
  if (focus === null) {
    return (
      <p className={classes.wrong}>
        {map.isError
          ? translated('The boundary of the agency could not be read: type three corners, and a map shows them.')
          : translated(
              'The agency has no boundary with which a map could begin: type three corners, and it shows them.',
            )}
      </p>
    );
  }
  if (begun === null) setBegun(focus);
  const boundary = map.data?.boundary ?? null;
  return (
    <div className={classes.map}>
      <PlaceMap
        focus={focus}
        furniture={(view, commands) => (
          <>
            <Grid view={view} />
            {boundary !== null && (
              <svg className={classes.outline} width={view.width} height={view.height} aria-hidden="true">
                <path d={boundaryPath(view, boundary)} />
              </svg>
            )}
            <DrawnArea view={view} corners={corners} onCorners={onCorners} />
            <ScaleBar view={view} />
            <MapControls commands={commands} />
          </>
        )}
      />
    </div>
  );
}
