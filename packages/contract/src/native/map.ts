import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** Answer of `GET /api/map`: which basemap to draw. All null means the built-in outline. */
export const MapSettings = Type.Object({
  style_url: Nullable(
    Type.String({
      description: 'A MapLibre style; null where there is none',
      examples: ['https://tiles.example/style.json'],
    }),
  ),
  pmtiles_url: Nullable(
    Type.String({
      description: 'A PMTiles file; null where there is none',
      examples: ['https://tiles.example/county.pmtiles'],
    }),
  ),
});
export type MapSettings = Static<typeof MapSettings>;
