/** Longitude, latitude and perhaps a height, in that order (RFC 7946 section 3.1.1). */
export type Position = number[];
/** Closed: its last position is its first. */
export type Ring = Position[];

/** Where an agency answers alerts, as GeoJSON (RFC 7946 sections 3.1.6 and 3.1.7): outlines with holes. */
export type Boundary =
  | { readonly type: 'Polygon'; readonly coordinates: Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: Ring[][] };

/** The box around a boundary, in degrees. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** A boundary that was checked. */
export interface MeasuredBoundary {
  readonly boundary: Boundary;
  readonly bounds: Bounds;
  readonly positionCount: number;
}

export interface StoredBoundary extends MeasuredBoundary {
  readonly agencyId: string;
  readonly changedAt: number;
}
