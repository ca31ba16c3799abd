import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const longitude = (description: string, example: number) =>
  Type.Number({ minimum: -180, maximum: 180, description, examples: [example] });
const latitude = (description: string, example: number) =>
  Type.Number({ minimum: -90, maximum: 90, description, examples: [example] });

/** A PMTiles file that the server itself has, of vector tiles in the Protomaps schema. */
export const MapFile = Type.Object({
  name: Type.String({ description: 'Its name in the data folder', examples: ['county.pmtiles'] }),
  url: Type.String({
    description: 'Where this server serves it, with Range requests',
    examples: ['/api/map/files/county.pmtiles'],
  }),
  size_bytes: Type.Integer({ description: 'Its size in bytes', examples: [48_000_000] }),
  bounds: Type.Object(
    {
      west: longitude('Western bound', -74.03),
      south: latitude('Southern bound', 40.68),
      east: longitude('Eastern bound', -73.91),
      north: latitude('Northern bound', 40.88),
    },
    { description: 'What it covers, in degrees' },
  ),
  min_zoom: Type.Integer({ description: 'The lowest zoom it has tiles for', examples: [0] }),
  max_zoom: Type.Integer({ description: 'The highest zoom it has tiles for', examples: [15] }),
  attribution: Nullable(
    Type.String({
      description: 'Whose data it is, as the file states; null where it does not',
      examples: ['© OpenStreetMap'],
    }),
  ),
});
export type MapFile = Static<typeof MapFile>;

/** Answer of `GET /api/map`: which basemap to draw. All null and no files means the built-in outline. */
export const MapSettings = Type.Object({
  style_url: Nullable(
    Type.String({
      description: 'A MapLibre style; null where there is none',
      examples: ['https://tiles.example/style.json'],
    }),
  ),
  pmtiles_url: Nullable(
    Type.String({
      description: 'A PMTiles file elsewhere; null where there is none',
      examples: ['https://tiles.example/county.pmtiles'],
    }),
  ),
  position_link: Nullable(
    Type.String({
      description: 'Another program on a position; null for none',
      examples: ['https://cad.example/map?at={latitude},{longitude}'],
    }),
  ),
  files: Type.Array(MapFile, {
    description: "The installation's own maps; the one that covers a position is drawn there",
  }),
});
export type MapSettings = Static<typeof MapSettings>;

export const MapFileParams = Type.Object({
  name: Type.String({ maxLength: 70, description: 'The name of the map', examples: ['county.pmtiles'] }),
});
