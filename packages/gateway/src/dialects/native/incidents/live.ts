import type { LiveEvent, LivePosition, LiveWarning } from '@sallyport/contract';
import { Type } from 'typebox';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { findDeeplinkSession } from '../../../authorization/deeplinks/redeem-deeplink.ts';
import type { Database } from '../../../database/database.ts';
import type { FrameEncoder } from '../../../delivery/streams/types.ts';
import { applyByType, type ByEventType } from '../../../incidents/events/by-type.ts';
import { cursorOf } from '../../../incidents/events/cursor.ts';
import { findPosition } from '../../../incidents/events/read-events.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
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

/** Which incident changed, and how. What it is like now is read, and recorded. */
function changed(event: IncidentEvent): LiveEvent {
  const { type, incidentId, at } = event;
  return { type: 'event', event: type, incident_id: incidentId, at: toRfc3339(at), cursor: cursorOf(event) };
}

const LIVE: ByEventType<[], LiveEvent> = {
  'incident.created': changed,
  'incident.ended': changed,
  'incident.transferred': changed,
  'incident.signalled': changed,
  'incident.merged': changed,
  'location.updated': changed,
  'note.added': changed,
  'media.attached': changed,
  'transcript.added': changed,
  'response.updated': changed,
  'cad.linked': changed,
  'cad.unlinked': changed,
  'cad.status_changed': changed,
  'alert.status_changed': changed,
  'alert.disposition_changed': changed,
  'alert.message_added': changed,
};

/** One event as a frame of the portal's socket. */
export const liveFrame: FrameEncoder = (event) => {
  const message = applyByType(LIVE, event);
  return message && frameOf(message);
};

/** Who called, as far as the event says so. */
function callersIn({ incidentId: id, type, body }: IncidentEvent) {
  return [
    ...('incident' in body ? [body.incident] : []),
    ...(type === 'incident.signalled' ? [{ ...body.signal, id }] : []),
  ];
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
  return (event) => {
    if (callersIn(event).some((caller) => isOfQuery(caller, asked))) ids.add(event.incidentId);
    return ids.has(event.incidentId);
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
