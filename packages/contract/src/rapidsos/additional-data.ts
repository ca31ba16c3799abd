import { type Static, Type } from 'typebox';
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
  key: Type.String({ description: 'where the value stands in the section' }),
  label: Type.String(),
  type: DisplayType,
  order: Type.Integer(),
});

const DisplaySection = Type.Object({
  id: Type.String({ description: 'where the section stands in data' }),
  title: Type.String(),
  order: Type.Integer(),
  fields: Type.Array(DisplayField),
});

/** What one partner supplied about one emergency: its data, and the schema to draw it by. */
export const AdditionalDataSource = Type.Object({
  supplied_by: Type.String(),
  received_time: Type.Integer({ description: 'milliseconds since 1970' }),
  alert_id: Nullable(Type.String()),
  source_id: Nullable(Type.String()),
  data: Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()]))),
  display_schema: Type.Array(DisplaySection),
});
export type AdditionalDataSource = Static<typeof AdditionalDataSource>;

/** Answer of `GET` and `POST /v1/rade`: every source, newest first. */
export const AdditionalData = Type.Object({ sources: Type.Array(AdditionalDataSource) });
export type AdditionalData = Static<typeof AdditionalData>;
