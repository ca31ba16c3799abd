import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Incident } from './incidents.ts';

/** A query as it was understood: a phone number (value is E.164, or the text that a number was kept as that could not be read) or an alert id. */
export const SearchQuery = Type.Object({
  kind: Type.Enum(['phone', 'alert'], { description: 'What it was understood as' }),
  given: Type.String({ description: 'The query as it was sent', examples: ['tel://15555550123'] }),
  value: Type.String({
    description: 'E.164, an alert id, or the text that a number was kept as that could not be read',
    examples: ['+15555550123'],
  }),
});
export type SearchQuery = Static<typeof SearchQuery>;

/** Answer of `GET /api/search?query=`: what was looked for and the incidents found, newest first, whole. */
export const SearchResult = Type.Object({
  query: described(SearchQuery, 'What was looked for'),
  incidents: Type.Array(Incident, { description: 'The incidents found, the newest first, whole' }),
});
export type SearchResult = Static<typeof SearchResult>;
