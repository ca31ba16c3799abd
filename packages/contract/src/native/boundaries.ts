import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** GeoJSON (RFC 7946): outlines with holes; longitude first. */
export const BoundaryGeometry = Type.Object({
  type: Type.Enum(['Polygon', 'MultiPolygon']),
  coordinates: Type.Array(Type.Unknown()),
});
export type BoundaryGeometry = Static<typeof BoundaryGeometry>;

const Bounds = Type.Object({ west: Type.Number(), south: Type.Number(), east: Type.Number(), north: Type.Number() });
const Notes = Type.Array(Type.String());

/** Answer of `GET` and `PATCH /api/agencies/{id}/boundary`: where an agency answers alerts, or null where nobody stated. */
export const AgencyBoundary = Type.Object({
  agency_id: Type.String(),
  boundary: Nullable(BoundaryGeometry),
  position_count: Type.Integer(),
  bounds: Nullable(Bounds),
  changed_at: Nullable(Type.String({ format: 'date-time' })),
  /** After a change: a sentence for each thing that is different from the file. */
  notes: Type.Optional(Notes),
});
export type AgencyBoundary = Static<typeof AgencyBoundary>;

/** What an operator decides about a file that can be read in more than one way. */
const choices = {
  /** Names, or numbers from 1, of the features to take; `all` unites them. */
  features: Type.Optional(
    Type.Union([
      Type.Literal('all'),
      Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 254 })]), {
        minItems: 1,
        maxItems: 1000,
      }),
    ]),
  ),
  /** True where latitude comes first in the file, false where it only looks as if it did. */
  swap: Type.Optional(Type.Boolean()),
};

/** Body of `PATCH /api/agencies/{id}/boundary`: a Polygon, a MultiPolygon or Features with them; null takes it away. */
export const EditBoundaryRequest = Type.Object(
  { boundary: Nullable(Type.Record(Type.String(), Type.Unknown())), ...choices },
  { additionalProperties: false },
);
export type EditBoundaryRequest = Static<typeof EditBoundaryRequest>;

/** Body of `POST /api/agencies/{id}/boundary/preview`. */
export const PreviewBoundaryRequest = Type.Object(
  { boundary: Type.Record(Type.String(), Type.Unknown()), ...choices },
  { additionalProperties: false },
);
export type PreviewBoundaryRequest = Static<typeof PreviewBoundaryRequest>;

/** One feature with polygons of a file. */
export const BoundaryFeature = Type.Object({
  number: Type.Integer(),
  name: Nullable(Type.String()),
  is_chosen: Type.Boolean(),
  position_count: Type.Integer(),
  /** Null, as the area, where the feature cannot be read; `problem` has the reason. */
  bounds: Nullable(Bounds),
  area_km2: Nullable(Type.Number()),
  problem: Nullable(Type.String()),
});
export type BoundaryFeature = Static<typeof BoundaryFeature>;

/**
 * Answer of `POST /api/agencies/{id}/boundary/preview`: the boundary that would be set, or null with the choice that has to be made
 * first. Nothing is stored.
 */
export const BoundaryPreview = Type.Object({
  agency_id: Type.String(),
  features: Type.Array(BoundaryFeature),
  boundary: Nullable(BoundaryGeometry),
  position_count: Type.Integer(),
  bounds: Nullable(Bounds),
  area_km2: Nullable(Type.Number()),
  notes: Notes,
  simplified: Nullable(
    Type.Object({
      positions_before: Type.Integer(),
      positions_after: Type.Integer(),
      largest_shift_m: Type.Number(),
    }),
  ),
  /** What has to be chosen before there is a boundary, and the sentence that asks for it. */
  open: Nullable(Type.Object({ choice: Type.Enum(['features', 'swap']), description: Type.String() })),
});
export type BoundaryPreview = Static<typeof BoundaryPreview>;
