import { refuse } from '../../kernel/errors.ts';
import { refuseIfWaiting } from '../alerts/rules.ts';
import { incidentClosed, incidentReleased, incidentReopened } from '../events/work-events.ts';
import type { Closing, Incident } from '../incident/types.ts';
import { changeWork, refuseIfColleagues, type WorkPorts, type WorkRequest } from './change-work.ts';

/**
 * Closes the incident for the agency, with what became of it in the person's words, and frees the claim. What its sender states of
 * it is not changed: a call goes on, and an alert keeps its status. Refuses one that a colleague has, that is closed
 * already, or that waits for an answer (`conflict`), and as `changeWork` does.
 */
export function closeIncident(
  ports: WorkPorts,
  request: WorkRequest & { readonly outcome: string | null },
): Promise<Incident> {
  const { colleague, outcome } = request;
  return changeWork(ports, request, (incident, at, entry) => {
    const { claim } = incident;
    if (incident.closing !== null) throw refuse.conflict({ description: `${incident.closing.name} closed it already` });
    refuseIfColleagues(claim, colleague);
    refuseIfWaiting(incident, at);
    const closing: Closing = { ...colleague, at, outcome };
    const closed: Incident = { ...incident, claim: null, closing };
    const events = [
      incidentClosed(closed, closing, entry()),
      ...(claim === null ? [] : [incidentReleased(closed, { claim, releasedAs: 'closed' }, entry())]),
    ];
    return { incident: closed, events, action: 'incident.closed', detail: { outcome } };
  });
}

/** Opens the closed incident again; nothing changes where it is open. Refuses as `changeWork` does. */
export function reopenIncident(ports: WorkPorts, request: WorkRequest): Promise<Incident> {
  return changeWork(ports, request, (incident, _at, entry) => {
    if (incident.closing === null) return null;
    const opened: Incident = { ...incident, closing: null };
    const events = [incidentReopened(opened, request.colleague, entry())];
    return { incident: opened, events, action: 'incident.reopened' };
  });
}
