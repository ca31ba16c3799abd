import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** GeoJSON (RFC 7946): outlines with holes; longitude first. */
export const BoundaryGeometry = Type.Object({
  type: Type.Enum(['Polygon', 'MultiPolygon']),
  coordinates: Type.Array(Type.Unknown()),
});
export type BoundaryGeometry = Static<typeof BoundaryGeometry>;

/** Answer of `GET` and `PATCH /api/agencies/{id}/boundary`: where an agency answers alerts, or null where nobody said. */
export const AgencyBoundary = Type.Object({
  agency_id: Type.String(),
  boundary: Nullable(BoundaryGeometry),
  position_count: Type.Integer(),
  bounds: Nullable(
    Type.Object({ west: Type.Number(), south: Type.Number(), east: Type.Number(), north: Type.Number() }),
  ),
  changed_at: Nullable(Type.String({ format: 'date-time' })),
});
export type AgencyBoundary = Static<typeof AgencyBoundary>;

/** Body of `PATCH /api/agencies/{id}/boundary`: a Polygon, a MultiPolygon or one Feature with it; null takes it away. */
export const EditBoundaryRequest = Type.Object(
  { boundary: Nullable(Type.Record(Type.String(), Type.Unknown())) },
  { additionalProperties: false },
);
export type EditBoundaryRequest = Static<typeof EditBoundaryRequest>;
