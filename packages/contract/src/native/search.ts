import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Incident, IncidentSummary } from './incidents.ts';

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

/** Answer of `GET /api/find`: first those in which every word stands as it was typed, then similar ones; of each the newest first. */
export const FoundIncidents = Type.Object({
  found: Type.Array(
    Type.Object(
      {
        incident: described(IncidentSummary, 'The incident'),
        matched: Type.Enum(['facts', 'address', 'note', 'transcript', 'message', 'cad'], {
          description: 'Where the words stand',
        }),
        excerpt: Type.String({ description: 'The text that matched, in small letters', examples: ['15555550123'] }),
        is_exact: Type.Boolean({ description: 'False where similar words stand in it' }),
      },
      { description: 'What was found' },
    ),
    { description: 'At most as many as were asked for' },
  ),
});
export type FoundIncidents = Static<typeof FoundIncidents>;
