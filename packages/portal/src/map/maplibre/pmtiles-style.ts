import { addProtocol, type LayerSpecification, type StyleSpecification } from 'maplibre-gl';
import { PMTiles, Protocol, TileType } from 'pmtiles';
import type { MapColors } from './map-colors.ts';

let protocol: Protocol | null = null;

/** A style for one PMTiles archive: raster tiles as they are, vector tiles of the Protomaps schema in theme colours. */
export async function pmtilesStyle(url: string, colors: MapColors): Promise<StyleSpecification> {
  const archive = new PMTiles(url);
  if (protocol === null) {
    protocol = new Protocol();
    addProtocol('pmtiles', protocol.tile);
  }
  protocol.add(archive);
  const { tileType } = await archive.getHeader();
  const isVector = tileType === TileType.Mvt;
  return {
    version: 8,
    sources: {
      tiles: isVector
        ? { type: 'vector', url: `pmtiles://${url}` }
        : { type: 'raster', url: `pmtiles://${url}`, tileSize: 256 },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colors.water } },
      ...(isVector ? vectorLayers(colors) : [{ id: 'tiles', type: 'raster', source: 'tiles' } as const]),
    ],
  };
}

function vectorLayers(colors: MapColors): LayerSpecification[] {
  const fill = (layer: string, color: string): LayerSpecification => ({
    id: layer,
    type: 'fill',
    source: 'tiles',
    'source-layer': layer,
    paint: { 'fill-color': color },
  });
  return [
    fill('earth', colors.land),
    fill('water', colors.water),
    fill('buildings', colors.county),
    {
      id: 'roads',
      type: 'line',
      source: 'tiles',
      'source-layer': 'roads',
      paint: {
        'line-color': colors.state,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 8, 0.4, 18, 12],
      },
    },
    {
      id: 'boundaries',
      type: 'line',
      source: 'tiles',
      'source-layer': 'boundaries',
      paint: { 'line-color': colors.state, 'line-width': 1, 'line-dasharray': [3, 2] },
    },
  ];
}
