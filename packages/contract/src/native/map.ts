import { type Static, Type } from 'typebox';

/** Answer of `GET /api/map`: which basemap to draw. All null means the built-in outline. */
export const MapSettings = Type.Object({
  style_url: Type.Union([Type.String(), Type.Null()]),
  pmtiles_url: Type.Union([Type.String(), Type.Null()]),
});
export type MapSettings = Static<typeof MapSettings>;
