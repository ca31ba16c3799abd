import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { Civic } from './alerts.ts';

const Milliseconds = Type.Integer({ description: 'milliseconds since 1970' });

const text = (description: string, example: string) => Type.Optional(Type.String({ description, examples: [example] }));

/** Form or JSON of `POST /location`; what is left out may be in the query. */
export const CallerLocationRequest = Type.Object({
  caller_id: text('The caller: digits with country code', '15555550123'),
  start: text(
    'The earliest receipt, in milliseconds since 1970; what is no positive number counts as left out',
    '1795689000000',
  ),
  limit: text('At most so many locations, 1000 at most; neither start nor limit is the newest alone', '100'),
});
export type CallerLocationRequest = Static<typeof CallerLocationRequest>;

/** One position of a caller. Metres; null where the source did not state. */
export const LocatedCaller = Type.Object({
  location_id: Type.String(),
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  uncertainty_radius: Nullable(Type.Number()),
  confidence: Nullable(Type.Number({ description: 'percent' })),
  altitude: Nullable(Type.Number({ description: 'metres above the WGS 84 ellipsoid' })),
  civic: Nullable(Civic),
  source: Type.String(),
  supplied_by: Type.String({ description: 'the partner it came from' }),
  location_time: Milliseconds,
  received_time: Milliseconds,
  alert_id: Nullable(Type.String({ description: 'the alert it belongs to; null for a call' })),
});
export type LocatedCaller = Static<typeof LocatedCaller>;

/** Answer of `GET` and `POST /location`: the newest location, or those of a span, oldest first. */
export const CallerLocations = Type.Object({
  caller_id: Type.String({ examples: ['15555550123'] }),
  locations: Type.Array(LocatedCaller),
});
export type CallerLocations = Static<typeof CallerLocations>;
