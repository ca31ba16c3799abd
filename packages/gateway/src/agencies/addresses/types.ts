/** Degrees of WGS 84. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a file of an agency's addresses is of: points with a house number each, or lines of roads with the ranges on each side. */
export type AddressKind = 'points' | 'streets';

export interface AddressPoint extends Position {
  readonly number: string;
  readonly street: string;
  readonly unit: string | null;
  /** City, state and postal code on one line; empty where the file does not state them. */
  readonly place: string;
}

/** House numbers of one side of a road, from its start to its end; the numbers may fall. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface StreetSegment {
  readonly street: string;
  readonly place: string;
  /** Of the left side, then of the right; empty where the file does not state them. */
  readonly ranges: readonly NumberRange[];
  /** From its start to its end, two positions at least. */
  readonly line: readonly Position[];
}

/** A file that was loaded. `loadedAt` is in milliseconds. */
export interface AddressSet {
  readonly id: number;
  readonly kind: AddressKind;
  readonly fileName: string;
  readonly recordCount: number;
  readonly skippedCount: number;
  readonly loadedAt: number;
}

/**
 * How an address was found: at a point of its number, between the ends of a range that its number is in, or as a street whose number
 * is not known.
 */
export type AddressMatch = 'address_point' | 'street_range' | 'street';

/** Where an address is. */
export interface LocatedAddress extends Position {
  readonly match: AddressMatch;
  /** The address as the agency's own data has it. */
  readonly address: string;
  /** Metres within which everything lies that the address can mean; null for a single point. */
  readonly radiusMetres: number | null;
}

/** A position in words. */
export interface PlaceInWords {
  /** Null where no address point is near. */
  readonly nearest: { readonly address: string; readonly distanceMetres: number } | null;
  /** The road at the position; null where none is near. */
  readonly street: string | null;
  /** The roads that meet it at both ends, at most two of each. */
  readonly crossStreets: readonly string[];
}
