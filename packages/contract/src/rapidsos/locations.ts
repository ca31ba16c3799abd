import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { Civic } from './alerts.ts';

const Milliseconds = Type.Integer({ description: 'milliseconds since 1970' });

const text = (description: string, example: string) => Type.Optional(Type.String({ description, examples: [example] }));

/** Form or JSON of `POST /location`; what is left out may be in the query. */
export const CallerLocationRequest = Type.Object({
  caller_id: text('The caller: digits with country code', '15555550123'),
  start: text('The earliest receipt, in milliseconds since 1970; 0 and less count as left out', '1795689000000'),
  limit: text('At most so many locations, 1000 at most; neither start nor limit is the newest alone', '100'),
});
export type CallerLocationRequest = Static<typeof CallerLocationRequest>;

/** One position of a caller. Metres; null where the source did not state. */
export const LocatedCaller = Type.Object({
  location_id: Type.String({ description: 'This location', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  latitude: Type.Number({
    minimum: -90,
    maximum: 90,
    description: 'Degrees of WGS 84, north is positive',
    examples: [44.05817],
  }),
  longitude: Type.Number({
    minimum: -180,
    maximum: 180,
    description: 'Degrees of WGS 84, east is positive',
    examples: [-121.31531],
  }),
  uncertainty_radius: Nullable(Type.Number({ description: 'Metres; null where it is not known', examples: [25] })),
  confidence: Nullable(Type.Number({ description: 'Percent; null where it is not known', examples: [90] })),
  altitude: Nullable(
    Type.Number({ description: 'Metres above the WGS 84 ellipsoid; null where it is not known', examples: [1104] }),
  ),
  civic: Nullable(described(Civic, 'The address; null where only coordinates are known')),
  source: Type.String({ description: 'Who or what located it', examples: ['Device-based hybrid'] }),
  supplied_by: Type.String({ description: 'The partner it came from', examples: ['Sandbox Alarm'] }),
  location_time: described(Milliseconds, 'When the caller was there, in milliseconds since 1970', 1795689000000),
  received_time: described(Milliseconds, 'When it was received, in milliseconds since 1970', 1795689001000),
  alert_id: Nullable(
    Type.String({
      description: 'The alert it belongs to; null for a call',
      examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
});
export type LocatedCaller = Static<typeof LocatedCaller>;

/** Answer of `GET` and `POST /location`: the newest location, or those of a span, oldest first. */
export const CallerLocations = Type.Object({
  caller_id: Type.String({ description: 'The caller: digits with country code', examples: ['15555550123'] }),
  locations: Type.Array(LocatedCaller, { description: 'The newest location, or those of a span, the oldest first' }),
});
export type CallerLocations = Static<typeof CallerLocations>;
