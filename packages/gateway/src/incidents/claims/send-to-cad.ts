import { refuse } from '../../kernel/errors.ts';
import { summaryOf } from '../cad/summary-of.ts';
import { incidentSentToCad } from '../events/cad-events.ts';
import type { NewEvent } from '../events/types.ts';
import { changeWork, type WorkPorts, type WorkRequest } from './change-work.ts';

/**
 * Sends the incident to the agency's CAD, which is who receives the event: what was sent, to whom and by whom is in the log, and
 * each webhook delivers it as it delivers all. Sending it again sends it as it is then. Refuses an incident that came from a CAD and an
 * agency without a receiver (`conflict`), and as `changeWork` does.
 */
export async function sendToCad(
  ports: WorkPorts,
  request: WorkRequest & { readonly addition: string | null; readonly receivers: readonly string[] },
): Promise<NewEvent<'incident.sent_to_cad'>> {
  const { colleague, addition, receivers } = request;
  let sent: NewEvent<'incident.sent_to_cad'> | undefined;
  await changeWork(ports, request, (incident, _at, entry) => {
    if (incident.kind === 'cad') throw refuse.conflict({ description: 'This incident is its CAD’s own' });
    if (receivers.length === 0) {
      throw refuse.conflict({
        description: 'No CAD receives incidents of this agency: Admin, Webhooks adds one, as “Prepared: CAD events”',
      });
    }
    const text = [summaryOf(incident), addition].filter((part) => part !== null).join('. ');
    sent = incidentSentToCad(incident, { colleague, text, receivers }, entry());
    return { incident, events: [sent], action: 'incident.sent_to_cad', detail: { receivers } };
  });
  if (sent === undefined) throw new Error('nothing was sent that nobody refused');
  return sent;
}
