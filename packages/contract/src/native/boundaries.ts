import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

/** GeoJSON (RFC 7946): outlines with holes; longitude first. */
export const BoundaryGeometry = Type.Object({
  type: Type.Enum(['Polygon', 'MultiPolygon'], { description: 'What kind of geometry it is' }),
  coordinates: Type.Array(Type.Unknown(), { description: 'Rings of positions, longitude first, in degrees of WGS 84' }),
});
export type BoundaryGeometry = Static<typeof BoundaryGeometry>;

const Bounds = Type.Object({
  west: Type.Number({ description: 'Degrees of WGS 84', examples: [-122] }),
  south: Type.Number({ description: 'Degrees of WGS 84', examples: [43.5] }),
  east: Type.Number({ description: 'Degrees of WGS 84', examples: [-120.5] }),
  north: Type.Number({ description: 'Degrees of WGS 84', examples: [44.5] }),
});
const Notes = Type.Array(Type.String());

/** Answer of `GET` and `PATCH /api/agencies/{id}/boundary`: where an agency answers alerts, or null where nobody stated. */
export const AgencyBoundary = Type.Object({
  agency_id: Type.String({ description: 'The agency', examples: ['sandbox-county'] }),
  boundary: Nullable(described(BoundaryGeometry, 'Where the agency answers alerts; null where nobody stated it')),
  position_count: Type.Integer({ description: 'How many positions it has', examples: [412] }),
  bounds: Nullable(described(Bounds, 'The box around it; null where there is none')),
  changed_at: Nullable(
    Type.String({ format: 'date-time', description: 'When it changed last; null where there is none' }),
  ),
  /** After a change: a sentence for each thing that is different from the file. */
  notes: Type.Optional(
    described(Notes, 'After a change: a sentence for each thing that is different from the file', [
      '2 repeated positions were left out',
    ]),
  ),
});
export type AgencyBoundary = Static<typeof AgencyBoundary>;

/** What an operator decides about a file that can be read in more than one way. */
const choices = {
  /** Names, or numbers from 1, of the features to take; `all` unites them. */
  features: Type.Optional(
    Type.Union(
      [
        Type.Literal('all'),
        Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 254 })]), {
          minItems: 1,
          maxItems: 1000,
        }),
      ],
      { description: 'Names, or numbers from 1, of the features to take; `all` unites them', examples: [['all']] },
    ),
  ),
  /** True where latitude comes first in the file, false where it only looks as if it did. */
  swap: Type.Optional(
    Type.Boolean({
      description: 'True where latitude comes first in the file, false where it only looks as if it did',
    }),
  ),
};

/** Body of `PATCH /api/agencies/{id}/boundary`: a Polygon, a MultiPolygon or Features with them; null takes it away. */
export const EditBoundaryRequest = Type.Object(
  {
    boundary: Nullable(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'GeoJSON: a Polygon, a MultiPolygon or Features with them; null takes the boundary away',
      }),
    ),
    ...choices,
  },
  { additionalProperties: false },
);
export type EditBoundaryRequest = Static<typeof EditBoundaryRequest>;

/** Body of `POST /api/agencies/{id}/boundary/preview`. */
export const PreviewBoundaryRequest = Type.Object(
  {
    boundary: Type.Record(Type.String(), Type.Unknown(), {
      description: 'GeoJSON: a Polygon, a MultiPolygon or Features with them',
    }),
    ...choices,
  },
  { additionalProperties: false },
);
export type PreviewBoundaryRequest = Static<typeof PreviewBoundaryRequest>;

/** One feature with polygons of a file. */
export const BoundaryFeature = Type.Object({
  number: Type.Integer({ description: 'Its place in the file, from 1', examples: [1] }),
  name: Nullable(
    Type.String({ description: 'What the file calls it; null where it has no name', examples: ['North district'] }),
  ),
  is_chosen: Type.Boolean({ description: 'True where it is taken' }),
  position_count: Type.Integer({ description: 'How many positions it has', examples: [412] }),
  /** Null, as the area, where the feature cannot be read; `problem` has the reason. */
  bounds: Nullable(described(Bounds, 'The box around it; null where it cannot be read')),
  area_km2: Nullable(
    Type.Number({ description: 'Square kilometres; null where it cannot be read', examples: [1250.4] }),
  ),
  problem: Nullable(
    Type.String({ description: 'Why it cannot be read; null where it can', examples: ['A ring has only 3 positions'] }),
  ),
});
export type BoundaryFeature = Static<typeof BoundaryFeature>;

/**
 * Answer of `POST /api/agencies/{id}/boundary/preview`: the boundary that would be set, or null with the choice that has to be made
 * first. Nothing is stored.
 */
export const BoundaryPreview = Type.Object({
  agency_id: Type.String({ description: 'The agency', examples: ['sandbox-county'] }),
  features: Type.Array(BoundaryFeature, { description: 'The features with polygons' }),
  boundary: Nullable(
    described(BoundaryGeometry, 'The boundary that would be set; null where a choice has to be made first'),
  ),
  position_count: Type.Integer({ description: 'How many positions it has', examples: [412] }),
  bounds: Nullable(described(Bounds, 'The box around it; null where there is none')),
  area_km2: Nullable(Type.Number({ description: 'Square kilometres; null where there is none', examples: [1250.4] })),
  notes: described(Notes, 'A sentence for each thing that is different from the file', [
    '2 repeated positions were left out',
  ]),
  simplified: Nullable(
    Type.Object(
      {
        positions_before: Type.Integer({ description: 'How many positions the file has', examples: [120000] }),
        positions_after: Type.Integer({ description: 'How many are left', examples: [9000] }),
        largest_shift_m: Type.Number({ description: 'How far its line moved at most, in metres', examples: [12.5] }),
      },
      { description: 'How it was made simpler; null where it was not' },
    ),
  ),
  /** What has to be chosen before there is a boundary, and the sentence that asks for it. */
  open: Nullable(
    Type.Object(
      {
        choice: Type.Enum(['features', 'swap'], { description: 'The member of the request that chooses' }),
        description: Type.String({
          description: 'The sentence that asks for it',
          examples: ['Choose which features to take'],
        }),
      },
      { description: 'What has to be chosen before there is a boundary; null where nothing has' },
    ),
  ),
});
export type BoundaryPreview = Static<typeof BoundaryPreview>;
