import type { AgencyMap } from '@sallyport/contract';
import type { MapFocus } from '../map/furniture/draw-furniture.ts';

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const METERS_A_DEGREE = 111_320;
/** A map shows a circle as a third of its shorter side; what is looked at here is to fill it. */
const FILLING = 0.4;
const LEAST_METERS = 300;

function boxOf(places: readonly Place[]) {
  const latitudes = places.map(({ latitude }) => latitude);
  const longitudes = places.map(({ longitude }) => longitude);
  return {
    south: Math.min(...latitudes),
    north: Math.max(...latitudes),
    west: Math.min(...longitudes),
    east: Math.max(...longitudes),
  };
}

/** Where the overview begins: all that is active or, without a position, the agency's area; null where neither is known. */
export function focusOf(places: readonly Place[], bounds: AgencyMap['bounds']): MapFocus | null {
  const box = places.length > 0 ? boxOf(places) : bounds;
  if (box === null) return null;
  const { south, north, west, east } = box;
  const latitude = (south + north) / 2;
  const width = (east - west) * Math.cos((latitude * Math.PI) / 180);
  const meters = (Math.max(north - south, width) * METERS_A_DEGREE) / 2;
  return { latitude, longitude: (west + east) / 2, uncertainty_radius: Math.max(LEAST_METERS, meters * FILLING) };
}
