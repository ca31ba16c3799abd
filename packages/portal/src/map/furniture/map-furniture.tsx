import { useIsStale } from '../../location/location-age.tsx';
import type { PositionedLocation } from '../../location/positioned.ts';
import type { MercatorView } from '../view/mercator-view.ts';
import { Grid } from './grid.tsx';
import { type MapCommands, MapControls } from './map-controls.tsx';
import { PositionMark } from './position-mark.tsx';
import { ScaleBar } from './scale-bar.tsx';
import { Trail } from './trail.tsx';

interface MapFurnitureProps {
  view: MercatorView;
  incidentId: string;
  location: PositionedLocation;
  commands: MapCommands;
}

/** All that stands on either map: grid, uncertainty circle, position, scale, buttons. */
export function MapFurniture({ view, incidentId, location, commands }: MapFurnitureProps) {
  const isStale = useIsStale(location.located_at);
  return (
    <>
      <Grid view={view} />
      <PositionMark view={view} location={location} isStale={isStale} />
      <Trail view={view} incidentId={incidentId} isStale={isStale} />
      <ScaleBar view={view} />
      <MapControls commands={commands} />
    </>
  );
}
