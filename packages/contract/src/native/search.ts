import { type Static, Type } from 'typebox';
import { Incident } from './incidents.ts';

/** A query as it was understood: a phone number (value is E.164, or the text that a number was kept as that could not be read) or an alert id. */
export const SearchQuery = Type.Object({
  kind: Type.Enum(['phone', 'alert']),
  given: Type.String(),
  value: Type.String(),
});
export type SearchQuery = Static<typeof SearchQuery>;

/** Answer of `GET /api/search?query=`: what was looked for and the incidents found, newest first, whole. */
export const SearchResult = Type.Object({ query: SearchQuery, incidents: Type.Array(Incident) });
export type SearchResult = Static<typeof SearchResult>;
