import { type Static, Type } from 'typebox';

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
  key: Type.String(),
  label: Type.String(),
  order: Type.Integer(),
  format: FieldFormat,
  value: Type.String({
    description: 'RFC 3339 for timestamp, YYYY-MM-DD for date, decimal for meters, E.164 for phone',
  }),
});
export type CardField = Static<typeof CardField>;

/** One source's facts about an incident, with the schema to draw them by. */
export const Card = Type.Object({
  id: Type.String(),
  title: Type.String(),
  order: Type.Integer(),
  supplied_by: Type.String(),
  received_at: Type.String({ format: 'date-time' }),
  fields: Type.Array(CardField),
});
export type Card = Static<typeof Card>;
