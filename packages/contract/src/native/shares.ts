import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';
import { CrossingEnd } from './crossing-end.ts';

const Text = (description: string, example: string) => Type.String({ description, examples: [example] });
const Instant = (description: string) => Type.String({ format: 'date-time', description });
const Area = Type.String({
  minLength: 1,
  maxLength: 2_400,
  description:
    "Where: boundary, the other agency's as it is when the share is given, the degrees of a box as west,south,east,north, 180 from west to east at most, over the antimeridian where west is above east, or the 3 to 100 corners of a polygon as longitude,latitude;longitude,latitude;…",
  examples: ['-74.02,40.70,-73.96,40.76'],
});

/** Body of `POST /api/shares`: which of the agency's active incidents another one sees; kind, type or area is named. */
export const GiveShareRequest = Type.Object(
  {
    to_agency_id: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'The agency that sees them from now on',
      examples: ['harbor-city'],
    }),
    kind: Type.Optional(Type.Enum(['alert', 'call'], { description: 'Those of this kind alone' })),
    emergency_type: Type.Optional(VisibleText(60, { description: 'Those of this type alone', examples: ['FIRE'] })),
    area: Type.Optional(Area),
    for_hours: Type.Integer({
      minimum: 1,
      maximum: 8_784,
      description: 'For how long at most; a year has 8,784 hours at most',
      examples: [720],
    }),
    includes_sensitive: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether its people may open sensitive cards' }),
    ),
    may_answer: Type.Optional(Type.Boolean({ default: false, description: 'Whether its people may answer alerts' })),
    reason: Type.Optional(VisibleText(200, { description: 'Why', examples: ['Mutual aid at the river'] })),
  },
  { additionalProperties: false },
);
export type GiveShareRequest = Static<typeof GiveShareRequest>;

/** That an agency lets another one see some of its incidents, as one of both agencies reads it. */
export const IncidentShare = Type.Object({
  id: Text('The share', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d99'),
  direction: Type.Enum(['given', 'received'], { description: "Whether they are the reader's own incidents" }),
  agency_id: Text('The other agency', 'harbor-city'),
  agency_name: Text('Its name', 'Harbor City Dispatch'),
  kind: Type.Unsafe<'alert' | 'call' | null>({
    type: ['string', 'null'],
    enum: ['alert', 'call', null],
    description: 'Those of this kind alone; null for either',
  }),
  emergency_type: Nullable(Text('Those of this type alone; null for any', 'FIRE')),
  area: Nullable(described(Area, 'Where; null for anywhere')),
  includes_sensitive: Type.Boolean({ description: 'Whether the receiver may open sensitive cards' }),
  may_answer: Type.Boolean({ description: 'Whether the receiver may answer alerts' }),
  reason: Nullable(Text('Why, in words; null where none were given', 'Mutual aid at the river')),
  made_by: Text('Who gave it', 'Riley Example'),
  created_at: Instant('Since when'),
  expires_at: Instant('Until when at most'),
  in_force: Type.Boolean({ description: 'Whether anything can be seen by it now' }),
  incidents_now: Nullable(
    Type.Integer({
      minimum: 0,
      maximum: 200,
      description:
        'How many incidents are seen by it now, counted to 200: what its end stops; null where it is not in force',
      examples: [3],
    }),
  ),
  ended: Nullable(CrossingEnd),
});
export type IncidentShare = Static<typeof IncidentShare>;

/** Answer of `GET /api/shares`. */
export const ShareList = Type.Object({
  shares: Type.Array(IncidentShare, {
    description: 'What was given and received, the newest first: what is in force, and what expired within 30 days',
  }),
  agencies: Type.Array(
    Type.Object({ id: Text('The agency', 'harbor-city'), name: Text('Its name', 'Harbor City Dispatch') }),
    { description: 'Those that a share can be given to, by name' },
  ),
});
export type ShareList = Static<typeof ShareList>;

const { agency_id, agency_name, kind, emergency_type, area, includes_sensitive, may_answer, expires_at } =
  IncidentShare.properties;

/** Answer of `GET /api/incidents/{id}/shares`. */
export const IncidentShares = Type.Object({
  shares: Type.Array(
    Type.Object({
      ...{ id: IncidentShare.properties.id, agency_id, agency_name, kind, emergency_type, area },
      ...{ includes_sensitive, may_answer, expires_at },
    }),
    { description: 'Those by which another agency sees it now, the oldest first' },
  ),
});
export type IncidentShares = Static<typeof IncidentShares>;
