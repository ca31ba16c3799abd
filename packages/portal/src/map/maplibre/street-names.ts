import type { Map as MaplibreGl } from 'maplibre-gl';

/** So many are read out; a whole town would not be listened to. */
const NAMES_AT_MOST = 12;

/** Names of the streets whose labels are drawn now, in the order of the alphabet. */
export function streetNames(map: MaplibreGl): string[] {
  const layers = map.getLayersOrder().filter((id) => id.startsWith('roads_labels'));
  if (layers.length === 0) return [];
  const names = map.queryRenderedFeatures({ layers }).map(({ properties }) => String(properties['name'] ?? ''));
  return [...new Set(names.filter((name) => name !== ''))].sort().slice(0, NAMES_AT_MOST);
}
