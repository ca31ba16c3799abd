import { AGENCY_RIGHTS, type Right } from './rights.ts';

/** The rights that a stored role has. A right that no role of an agency can have, or can have any more, is none. */
export function readRights(stored: string): ReadonlySet<Right> {
  const names = JSON.parse(stored) as readonly string[];
  return new Set(AGENCY_RIGHTS.filter((right) => names.includes(right)));
}
