import type { Actor } from './types.ts';

/** Whoever proved nothing. What they claimed to be is the subject of the record, or a detail. */
export const ANONYMOUS = { kind: 'anonymous', id: '' } as const satisfies Actor;

/** The server itself, where nobody asked for what it does. */
export const SYSTEM = { kind: 'system', id: 'sallyport' } as const satisfies Actor;
