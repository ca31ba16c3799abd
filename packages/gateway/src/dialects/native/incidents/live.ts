import type { LiveEvent, LivePosition, LiveWarning } from '@sallyport/contract';
import { Type } from 'typebox';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { findDeeplinkSession } from '../../../authorization/deeplinks/redeem-deeplink.ts';
import type { Database } from '../../../database/database.ts';
import { cursorOf } from '../../../incidents/events/cursor.ts';
import { findPosition } from '../../../incidents/events/read-events.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { Incident } from '../../../incidents/incident/types.ts';
import { findIncidents } from '../../../incidents/search/find-incidents.ts';
import { isOfQuery } from '../../../incidents/search/incident-query.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { closeCodeOf } from '../../close-codes.ts';
import { ownAgency } from '../../own-agency.ts';
import { browserTokenOf } from '../../requests/browser-credentials.ts';
import { principalOf, type RouteRequest, type SocketRoute, type StreamStart } from '../../route.ts';
import { native } from '../errors.ts';

export interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
}

const frameOf = (message: LiveEvent | LivePosition | LiveWarning) => Buffer.from(JSON.stringify(message));

/** One event as a frame of the portal's socket: which incident changed, and how. What it says now is read, and recorded. */
export function liveFrame(event: IncidentEvent): Buffer {
  const { type, incidentId, at } = event;
  return frameOf({ type: 'event', event: type, incident_id: incidentId, at: toRfc3339(at), cursor: cursorOf(event) });
}

/** A deeplink's page hears of what its query finds and of nothing else. Incidents that come in later are found as they do. */
async function onlyItsQuery(
  ports: Ports,
  { query, cookies }: RouteRequest,
): Promise<NonNullable<StreamStart['wants']>> {
  const request = { deeplinkId: query['deeplink'] ?? '', browserToken: browserTokenOf(cookies) };
  const { deeplink } = await findDeeplinkSession(ports, request);
  const { query: asked } = deeplink;
  const found = await findIncidents(ports, deeplink.agencyId, deeplink.query);
  const ids = new Set(found.map(({ id }) => id));
  if (asked.kind === 'alert') ids.add(asked.value);
  return ({ incidentId, body }) => {
    const callers = [body['incident'], body['signal']] as (Incident | undefined)[];
    if (callers.some((caller) => caller !== undefined && isOfQuery(caller, asked))) ids.add(incidentId);
    return ids.has(incidentId);
  };
}

/** `GET /api/incidents/stream` as a WebSocket: which of the agency's incidents change, from a cursor on or from now on. */
export const stream: SocketRoute<Ports> = {
  path: '/api/incidents/stream',
  dialect: native,
  summary: "Hear over a WebSocket which of the agency's incidents change",
  access: { kind: 'person', permission: 'incidents:read' },
  limit: 'reads',
  encoder: 'native',
  query: Type.Object({
    after: Type.Optional(Type.String({ maxLength: 120 })),
    deeplink: Type.Optional(Type.String({ maxLength: 60, description: "the deeplink's id, on its own page" })),
  }),
  async subscribe(ports, request) {
    const agencyId = ownAgency(request);
    const { seq, head } = await findPosition(ports, agencyId, request.query['after']);
    const start = { agencyId, after: seq, head };
    return principalOf(request).via === 'deeplink' ? { ...start, wants: await onlyItsQuery(ports, request) } : start;
  },
  encodePosition: (cursor) => frameOf({ type: 'position', cursor }),
  encodeEnding: ({ error, cursor }) => ({
    frame: frameOf({ type: 'warning', code: error.code, detail: error.message, cursor }),
    code: closeCodeOf(error),
    reason: error.code,
  }),
};
