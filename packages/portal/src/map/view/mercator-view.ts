import { type GeoProjection, geoMercator } from 'd3-geo';

/** Longitude and latitude in degrees, in the order of GeoJSON. */
export type LonLat = readonly [longitude: number, latitude: number];

/** What a map shows: where its middle is, how far in, and how large the panel is in pixels. */
export interface MercatorView {
  readonly center: LonLat;
  /** The world is 512 pixels wide at 0 and doubles with each whole step. */
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

const WORLD_PIXELS = 512;
export const MIN_ZOOM = 1;
export const MAX_ZOOM = 20;

const EQUATOR_METERS = 40_075_016.686;
/** Web Mercator ends here; beyond it the projection runs to infinity. */
const MAX_LATITUDE = 85.051129;
const RADIANS = Math.PI / 180;

/** d3's Mercator, set to show what the view shows. */
export function projectionOf({ center, zoom, width, height }: MercatorView): GeoProjection {
  return geoMercator()
    .scale((WORLD_PIXELS * 2 ** zoom) / (2 * Math.PI))
    .center([center[0], clamped(center[1])])
    .translate([width / 2, height / 2]);
}

/** Where a place falls on the panel, in pixels from its upper left corner. */
export function project(view: MercatorView, place: LonLat): [x: number, y: number] {
  return projectionOf(view)([place[0], clamped(place[1])]) ?? [view.width / 2, view.height / 2];
}

/** The place under a pixel of the panel; the inverse of `project`. */
export function unproject(
  view: MercatorView,
  [x, y]: readonly [number, number],
): [longitude: number, latitude: number] {
  return projectionOf(view).invert?.([x, y]) ?? [view.center[0], view.center[1]];
}

/** Length of one pixel on the ground, at a latitude. */
export function metersPerPixel(zoom: number, latitude: number): number {
  return (EQUATOR_METERS * Math.cos(latitude * RADIANS)) / (WORLD_PIXELS * 2 ** zoom);
}

/** The zoom at which a circle of this radius takes about a third of the panel's shorter side. */
export function zoomForRadius(radiusMeters: number | null, latitude: number, shorterSide: number): number {
  if (radiusMeters === null) return 15;
  const wantedMetersPerPixel = (Math.max(radiusMeters, 10) * 2) / (Math.max(shorterSide, 120) * 0.36);
  const zoom = Math.log2((EQUATOR_METERS * Math.cos(latitude * RADIANS)) / (WORLD_PIXELS * wantedMetersPerPixel));
  return Math.min(17.5, Math.max(MIN_ZOOM, zoom));
}

function clamped(latitude: number): number {
  return Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
}
