import type { IncidentLocation } from '@sallyport/contract';

/** Latitude then longitude in decimal degrees, as CAD systems take them; six decimals are about 0.1 m. */
export function positionText({ latitude, longitude }: Pick<IncidentLocation, 'latitude' | 'longitude'>): string {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}
