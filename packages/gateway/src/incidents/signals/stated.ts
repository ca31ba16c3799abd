import { createHash } from 'node:crypto';
import type { Location } from '../incident/types.ts';
import { sourcedPlaceOf } from '../locations/as-received.ts';

/** Members by name, so that the order in which a sender writes them makes no difference; what is undefined is not there. */
function inNameOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** What a signal stated, as one text to compare: the same facts hash the same, whatever order they are in. */
export function hashContent(stated: unknown): string {
  return createHash('sha256').update(JSON.stringify(stated, inNameOrder)).digest('hex');
}

/** A location without the time the server may have given it. */
export function statedPlace(location: Location | null): string | null {
  return sourcedPlaceOf(location);
}
