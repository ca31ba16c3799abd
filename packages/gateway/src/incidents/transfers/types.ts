import type { ListedIncident } from '../incident/types.ts';
import type { Crossing } from '../shares/types.ts';

/**
 * That an agency lets another one see one of its incidents, from when until when: because it was transferred, or because a share covers
 * it. In force it is until it expires or is ended, and by a share as long as the incident fits that; only then something crosses.
 */
export interface Transfer extends Crossing {
  /** Null where the incident itself was transferred. */
  readonly shareId: string | null;
  readonly incidentId: string;
  /** What the incident is, as far as a list states it. */
  readonly about: Pick<
    ListedIncident,
    | 'kind'
    | 'emergencyType'
    | 'isTest'
    | 'isActiveAssailant'
    | 'updatedAt'
    | 'status'
    | 'disposition'
    | 'acceptBy'
    | 'signalledAt'
  >;
}
