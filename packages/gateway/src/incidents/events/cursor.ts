import { refuse } from '../../kernel/errors.ts';

const CURSOR = /^([A-Za-z0-9._-]{1,100}):(?:([0-9a-z]{4,16})\.)?(\d{1,15})$/;

/** A log as it is in one epoch of the installation: a restore from a backup begins the next one. */
export interface LogOf {
  readonly agencyId: string;
  /** '' until the first restore. */
  readonly epoch: string;
}

/** The cursor of an event: whoever returns with it in the same epoch gets everything after that event. */
export function cursorOf({ agencyId, epoch, seq }: LogOf & { readonly seq: number }): string {
  return epoch === '' ? `${agencyId}:${seq}` : `${agencyId}:${epoch}.${seq}`;
}

/**
 * The number in a cursor of this agency's log; 0 is the start. Refuses what is not a cursor, and another agency's
 * (`invalid_request`), and one of another epoch (`resync_required`): its number means another event now, or none.
 */
export function readCursor(given: string, { agencyId, epoch }: LogOf, name = 'after'): number {
  const [, owner, givenEpoch = '', seq] = CURSOR.exec(given) ?? [];
  if (owner === undefined) {
    throw refuse.invalidRequest({
      description: `${name} must be a cursor, as in ${cursorOf({ agencyId, epoch, seq: 123 })}`,
    });
  }
  if (owner !== agencyId) {
    throw refuse.invalidRequest({ description: `${name} must be a cursor of this agency's own log` });
  }
  if (givenEpoch !== epoch) {
    throw refuse.resyncRequired({
      description: `${name} is a cursor from before this server was restored from a backup; what came after it may be lost. Connect or read without it, then read the incidents anew`,
    });
  }
  return Number(seq);
}
