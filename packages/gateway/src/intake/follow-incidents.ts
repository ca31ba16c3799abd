import type { ClientDirectory } from '../authorization/clients/client-directory.ts';
import { findDeeplinkSession } from '../authorization/deeplinks/redeem-deeplink.ts';
import type { Database } from '../database/database.ts';
import { findPosition } from '../incidents/events/read-events.ts';
import type { IncidentEvent } from '../incidents/events/types.ts';
import { findIncidents } from '../incidents/search/find-incidents.ts';
import { isOfQuery } from '../incidents/search/incident-query.ts';
import type { Clock } from '../kernel/clock.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
}

/** Where a reader of the agency's log starts, and which of its events it is sent; all of them where `wants` is missing. */
interface Start {
  readonly agencyId: string;
  readonly after: number;
  readonly head: number;
  readonly epoch: string;
  readonly wants?: (event: IncidentEvent) => boolean;
}

/**
 * From where on a person follows the agency's incidents: after the cursor, or from now on. In a deeplink's browser those alone
 * that its query finds, also those that come in later. Refuses as `findPosition` does, and a deeplink that is not open in this
 * browser (`invalid_token`).
 */
export async function followIncidents(
  ports: Ports,
  asked: {
    agencyId: string;
    after: string | undefined;
    deeplink: { deeplinkId: string; browserToken: string | null } | null;
  },
): Promise<Start> {
  const { agencyId, deeplink } = asked;
  const { seq, head, epoch } = await findPosition(ports, agencyId, asked.after);
  const start = { agencyId, after: seq, head, epoch };
  return deeplink === null ? start : { ...start, wants: await onlyItsQuery(ports, deeplink) };
}

async function onlyItsQuery(
  ports: Ports,
  asking: { deeplinkId: string; browserToken: string | null },
): Promise<(event: IncidentEvent) => boolean> {
  const { deeplink } = await findDeeplinkSession(ports, asking);
  const { query: asked } = deeplink;
  const found = await findIncidents(ports, deeplink.agencyId, asked);
  const ids = new Set(found.map(({ id }) => id));
  if (asked.kind === 'alert') ids.add(asked.value);
  return (event) => {
    if (callersIn(event).some((caller) => isOfQuery(caller, asked))) ids.add(event.incidentId);
    return ids.has(event.incidentId);
  };
}

/** Who called, as far as the event states it. */
function callersIn({ incidentId: id, type, body }: IncidentEvent) {
  return [
    ...('incident' in body ? [body.incident] : []),
    ...(type === 'incident.signalled' ? [{ ...body.signal, id }] : []),
  ];
}
