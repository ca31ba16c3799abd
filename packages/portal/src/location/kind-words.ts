import type { StatedLocation } from '@sallyport/contract';
import type { Text } from '../words/spanish/spanish.ts';

/** How a position came to be known, in words. */
export const KIND_WORDS: Readonly<Record<StatedLocation['kind'], Text>> = {
  carrier: 'from the carrier',
  supplemental: 'supplemental',
  geocoded: 'from the address',
};

/** The same as a line of its own. */
export const POSITION_WORDS: Readonly<Record<StatedLocation['kind'], Text>> = {
  carrier: 'Position from the carrier',
  supplemental: 'Supplemental position: from the device or the partner',
  geocoded: 'Position from the address',
};

/** How sure a position is that was found for an address. */
export const MATCH_WORDS = {
  address_point: 'at the address point',
  street_range: 'estimated along the street',
  street: 'somewhere on the street',
} as const;
