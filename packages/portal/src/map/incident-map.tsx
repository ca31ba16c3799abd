import type { PositionedLocation } from '../location/positioned.ts';
import { MapFurniture } from './furniture/map-furniture.tsx';
import { PlaceMap } from './place-map.tsx';

/** The position of an incident on a map, with the way that it took. */
export function IncidentMap({ incidentId, location }: { incidentId: string; location: PositionedLocation }) {
  return (
    <PlaceMap
      focus={location}
      furniture={(view, commands) => (
        <MapFurniture view={view} incidentId={incidentId} location={location} commands={commands} />
      )}
    />
  );
}
