import type { Actor } from './types.ts';

/** Whoever proved nothing. What they claimed to be is the subject of the record, or a detail. */
export const ANONYMOUS = { kind: 'anonymous', id: '' } as const satisfies Actor;
