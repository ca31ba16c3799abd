import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const key = (description: string, example: string) => Type.Optional(Type.String({ description, examples: [example] }));

/** Form or JSON of `POST /v1/rade`: exactly one of its members. */
export const AdditionalDataRequest = Type.Object({
  caller_id: key('The caller: digits with country code', '15555550123'),
  alert_id: key('An alert', 'alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'),
  source_id: key("The partner's own id of it", 'panel-7-event-31'),
});
export type AdditionalDataRequest = Static<typeof AdditionalDataRequest>;

/** How a value is drawn. Timestamps are milliseconds; everything else is text. */
export const DisplayType = Type.Enum(['text', 'link', 'timestamp', 'date', 'image', 'hidden']);
export type DisplayType = Static<typeof DisplayType>;

const DisplayField = Type.Object({
  key: Type.String({ description: 'Where the value is in the section', examples: ['plate'] }),
  label: Type.String({ description: 'What a person reads beside the value', examples: ['License plate'] }),
  type: described(DisplayType, 'How the value is drawn'),
  order: Type.Integer({ description: 'Draw the fields by it, the least first', examples: [1] }),
});

const DisplaySection = Type.Object({
  id: Type.String({ description: 'Where the section is in data', examples: ['vehicle'] }),
  title: Type.String({ description: 'What a person reads above it', examples: ['Vehicle'] }),
  order: Type.Integer({ description: 'Draw the sections by it, the least first', examples: [1] }),
  fields: Type.Array(DisplayField, { description: 'The lines of the section' }),
});

/** What one partner supplied about one emergency: its data, and the schema to draw it by. */
export const AdditionalDataSource = Type.Object({
  supplied_by: Type.String({ description: 'The partner whose system sent it', examples: ['Sandbox Alarm'] }),
  received_time: Type.Integer({
    description: 'When it was received, in milliseconds since 1970',
    examples: [1795689000000],
  }),
  alert_id: Nullable(
    Type.String({
      description: 'The alert it belongs to; null for a call',
      examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
  source_id: Nullable(
    Type.String({ description: "The partner's own id of it; null where it gave none", examples: ['panel-7-event-31'] }),
  ),
  data: Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()])), {
    description: 'Sections of values, by section and key; timestamps in milliseconds since 1970',
  }),
  display_schema: Type.Array(DisplaySection, { description: 'How to draw the sections' }),
});
export type AdditionalDataSource = Static<typeof AdditionalDataSource>;

/** Answer of `GET` and `POST /v1/rade`: every source, newest first. */
export const AdditionalData = Type.Object({
  sources: Type.Array(AdditionalDataSource, { description: 'Every source, the newest first' }),
});
export type AdditionalData = Static<typeof AdditionalData>;
