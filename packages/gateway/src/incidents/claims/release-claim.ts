import { incidentReleased } from '../events/work-events.ts';
import type { Incident } from '../incident/types.ts';
import { changeWork, refuseIfColleagues, type WorkPorts, type WorkRequest } from './change-work.ts';

/** Gives the person's claim back. Nothing changes where nobody has it; refuses a colleague's (`conflict`), and as `changeWork` does. */
export function releaseClaim(ports: WorkPorts, request: WorkRequest): Promise<Incident> {
  return changeWork(ports, request, (incident, _at, entry) => {
    const { claim } = incident;
    if (claim === null) return null;
    refuseIfColleagues(claim, request.colleague);
    const events = [incidentReleased(incident, { claim, releasedAs: 'given_back' }, entry())];
    return { incident: { ...incident, claim: null }, events, action: 'incident.released' };
  });
}
