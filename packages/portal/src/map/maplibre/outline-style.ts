import type { FeatureCollection } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';
import { COUNTY_MIN_ZOOM, type Counties, type Outline } from '../view/outline.ts';
import type { MapColors } from './map-colors.ts';

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The built-in basemap as a MapLibre style. It names no address, so it asks nobody for anything. */
export function outlineStyle(
  outline: Outline | null,
  counties: Counties | null,
  colors: MapColors,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: outline?.land ?? EMPTY },
      states: { type: 'geojson', data: outline?.states ?? EMPTY },
      'state-lines': { type: 'geojson', data: outline?.stateLines ?? EMPTY },
      counties: { type: 'geojson', data: counties ?? EMPTY },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colors.water } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colors.land } },
      { id: 'states', type: 'fill', source: 'states', paint: { 'fill-color': colors.land } },
      {
        id: 'counties',
        type: 'line',
        source: 'counties',
        minzoom: COUNTY_MIN_ZOOM,
        paint: { 'line-color': colors.county, 'line-width': 0.8 },
      },
      {
        id: 'state-lines',
        type: 'line',
        source: 'state-lines',
        paint: { 'line-color': colors.state, 'line-width': 1.1 },
      },
    ],
  };
}
