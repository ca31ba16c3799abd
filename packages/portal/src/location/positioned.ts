import type { IncidentLocation } from '@sallyport/contract';

/** A location that has coordinates, and so a place on the map. */
export type PositionedLocation = IncidentLocation & { latitude: number; longitude: number };

/** The location as one on the map, or null where it is an address alone, or nothing. */
export function positioned(location: IncidentLocation | null): PositionedLocation | null {
  if (location === null || location.latitude === null || location.longitude === null) return null;
  return { ...location, latitude: location.latitude, longitude: location.longitude };
}

/** A circle of more metres is too wide to send somebody to its middle. */
const WIDE_METERS = 500;

/** True where the circle that a position lies in is too wide to search. */
export function isWide(place: PositionedLocation | null): boolean {
  return (place?.uncertainty_radius ?? 0) > WIDE_METERS;
}
