import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** Answer of `GET /api/map`: which basemap to draw. All null means the built-in outline. */
export const MapSettings = Type.Object({
  style_url: Nullable(Type.String()),
  pmtiles_url: Nullable(Type.String()),
});
export type MapSettings = Static<typeof MapSettings>;
