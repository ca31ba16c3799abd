import type { StatedLocation } from '@sallyport/contract';
import { metersBetween } from './direction.ts';

/** A location that has coordinates. */
export type PlacedLocation = StatedLocation & { latitude: number; longitude: number };

/** Nearer ones are the same place, measured twice. */
const SAME_PLACE_METERS = 3;

function isPlaced(location: StatedLocation): location is PlacedLocation {
  return location.latitude !== null && location.longitude !== null;
}

/**
 * What was stated of this very position, the newest of it; nothing where it is not among them. The position that stands is not always
 * the one with the latest time: a surer one stays, and one from a device takes the place of an address's.
 */
export function locationAt(
  locations: readonly StatedLocation[],
  { latitude, longitude }: { latitude: number; longitude: number },
): PlacedLocation | undefined {
  return locations.filter(isPlaced).find((each) => each.latitude === latitude && each.longitude === longitude);
}

/** The positions of an incident from the oldest to the newest, without those that did not move. */
export function trailOf(locations: readonly StatedLocation[]): PlacedLocation[] {
  const placed = locations
    .filter(isPlaced)
    .sort((one, other) => Date.parse(one.located_at) - Date.parse(other.located_at));
  return placed.filter((each, index) => {
    const next = placed[index + 1];
    return next === undefined || metersBetween(each, next) >= SAME_PLACE_METERS;
  });
}
