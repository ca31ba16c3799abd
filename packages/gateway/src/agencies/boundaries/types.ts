/** Longitude, then latitude (RFC 7946 section 3.1.1). */
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

/** What an operator decides about a file that can be read in more than one way. */
export interface BoundaryChoices {
  /** Names, or numbers from 1, of the features to take; `all` unites them. Left out, there may be one with a polygon. */
  readonly features?: 'all' | readonly (string | number)[] | undefined;
  /** True where latitude comes first in the file, false where it only looks as if it did. */
  readonly swap?: boolean | undefined;
}

/** What was lost where a boundary had too many positions. */
export interface Simplification {
  readonly positionsBefore: number;
  readonly positionsAfter: number;
  /** How far the outline moved where it moved furthest. */
  readonly largestShiftMetres: number;
}

/** One feature with polygons of the file that was given. */
export interface FeatureSummary {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly name: string | null;
  readonly isChosen: boolean;
  readonly positionCount: number;
  /** Null where it cannot be read; `problem` has the reason. */
  readonly bounds: Bounds | null;
  readonly areaKm2: number | null;
  readonly problem: string | null;
}

/** A boundary as it would be stored, and each thing that is different from the file. */
export interface ReadBoundary extends MeasuredBoundary {
  readonly areaKm2: number;
  readonly notes: readonly string[];
  readonly simplified: Simplification | null;
}

/** What a file has in it: a boundary, or the choice that has to be made first, with the sentence that asks for it. */
export interface InspectedBoundary {
  readonly features: readonly FeatureSummary[];
  readonly read: ReadBoundary | null;
  readonly open: { readonly choice: 'features' | 'swap'; readonly description: string } | null;
}
