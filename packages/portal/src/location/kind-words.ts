import type { StatedLocation } from '@sallyport/contract';

/** How a position came to be known, in words. */
export const KIND_WORDS: Readonly<Record<StatedLocation['kind'], string>> = {
  carrier: 'from the carrier',
  supplemental: 'supplemental',
  geocoded: 'from the address',
};

/** How sure a position is that was found for an address. */
export const MATCH_WORDS = {
  address_point: 'at the address point',
  street_range: 'estimated along the street',
  street: 'somewhere on the street',
} as const;
