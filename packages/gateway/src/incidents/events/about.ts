import type { Incident } from '../incident/types.ts';

/** An event's own id, under which what it adds is known, and when it happened, in milliseconds. */
export interface Entry {
  readonly id: string;
  readonly at: number;
}

/** Where and when every event about the incident is. */
export function about({ id, agencyId }: Pick<Incident, 'id' | 'agencyId'>, at: number) {
  return { agencyId, incidentId: id, at };
}
