import type { StatedLocation } from '@sallyport/contract';
import { metersBetween } from './direction.ts';

/** A location that has coordinates. */
export type PlacedLocation = StatedLocation & { latitude: number; longitude: number };

/** Nearer ones are the same place, measured twice. */
const SAME_PLACE_METERS = 3;

function isPlaced(location: StatedLocation): location is PlacedLocation {
  return location.latitude !== null && location.longitude !== null;
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
