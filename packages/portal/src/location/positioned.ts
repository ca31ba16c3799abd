import type { IncidentLocation } from '@sallyport/contract';

/** A location that has coordinates, and so a place on the map. */
export type PositionedLocation = IncidentLocation & { latitude: number; longitude: number };

/** The location as one on the map, or null where it is an address alone, or nothing. */
export function positioned(location: IncidentLocation | null): PositionedLocation | null {
  if (location === null || location.latitude === null || location.longitude === null) return null;
  return { ...location, latitude: location.latitude, longitude: location.longitude };
}
