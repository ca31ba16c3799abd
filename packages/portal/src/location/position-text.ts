import type { PositionedLocation } from './positioned.ts';

/** Latitude then longitude in decimal degrees, as CAD systems take them; six decimals are about 0.1 m. */
export function positionText({ latitude, longitude }: Pick<PositionedLocation, 'latitude' | 'longitude'>): string {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}
