import { refuse } from '../../kernel/errors.ts';

/** The cursor of an event: whoever returns with it gets everything after that event. */
export function cursorOf(event: { readonly agencyId: string; readonly seq: number }): string {
  return `${event.agencyId}:${event.seq}`;
}

/**
 * The number in a cursor of this agency's log; 0 is the start. Refuses what is not a cursor, and another agency's
 * (`invalid_request`).
 */
export function readCursor(given: string, agencyId: string, name = 'after'): number {
  const [, owner, seq] = /^([A-Za-z0-9._-]{1,100}):(\d{1,15})$/.exec(given) ?? [];
  if (owner === undefined) {
    throw refuse.invalidRequest({ description: `${name} must be a cursor, as in ${agencyId}:123` });
  }
  if (owner !== agencyId) {
    throw refuse.invalidRequest({ description: `${name} is a cursor of another agency's log` });
  }
  return Number(seq);
}
