import { type Static, Type } from 'typebox';
import { described } from '../described.ts';

/** How a field's value is drawn. `hidden` is carried and never drawn; `meters` is a length;
 * `image`, `video` and `audio` are addresses, those of this server without its name; `coordinates` is "lat, lon". */
export const FieldFormat = Type.Enum([
  'text',
  'phone',
  'link',
  'timestamp',
  'date',
  'image',
  'video',
  'audio',
  'meters',
  'coordinates',
  'hidden',
]);
export type FieldFormat = Static<typeof FieldFormat>;

/** One line of a card. Draw by `order`, label by `label`, value by `format`; never by `key`. */
export const CardField = Type.Object({
  key: Type.String({ description: "The field's own name; never to be shown", examples: ['plate'] }),
  label: Type.String({ description: 'What a person reads beside the value', examples: ['License plate'] }),
  order: Type.Integer({ description: 'Draw the fields by it, the least first', examples: [1] }),
  format: described(FieldFormat, 'How the value is drawn'),
  value: Type.String({
    description: 'RFC 3339 for timestamp, YYYY-MM-DD for date, decimal for meters, E.164 for phone',
    examples: ['ABC 123'],
  }),
});
export type CardField = Static<typeof CardField>;

/** That somebody opened a sensitive card. */
export const CardOpening = Type.Object({
  name: Type.String({ description: 'Who, by the name that colleagues read', examples: ['Sam Agent'] }),
  opened_at: Type.String({ format: 'date-time', description: 'When' }),
});
export type CardOpening = Static<typeof CardOpening>;

/** One source's facts about an incident, with the schema to draw them by. */
export const Card = Type.Object({
  id: Type.String({ description: "The card's own name", examples: ['vehicle'] }),
  title: Type.String({ description: 'What a person reads above it', examples: ['Vehicle'] }),
  order: Type.Integer({ description: 'Draw the cards by it, the least first', examples: [1] }),
  supplied_by: Type.String({ description: 'The partner whose system sent it', examples: ['Sandbox Alarm'] }),
  received_at: Type.String({ format: 'date-time', description: 'When it was received' }),
  fields: Type.Array(CardField, { description: 'Its lines; none of a sensitive one' }),
  sensitive: Type.Optional(
    Type.Object(
      { openings: Type.Array(CardOpening, { description: 'Who opened it, the newest first' }) },
      { description: 'Where it is closed until opened' },
    ),
  ),
});
export type Card = Static<typeof Card>;
