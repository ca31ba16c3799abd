import {
  LIVE_FRAMES,
  type LiveEvent,
  type LivePosition,
  type LiveTransfers,
  type LiveWarning,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import type { Database } from '../../../database/database.ts';
import type { FrameEncoder } from '../../../delivery/streams/types.ts';
import type { SeatWatch } from '../../../incidents/claims/seat-watch.ts';
import { applyByType, type ByEventType } from '../../../incidents/events/by-type.ts';
import { cursorOf } from '../../../incidents/events/cursor.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import { seatKey } from '../../../incidents/incident/seat.ts';
import { followIncidents } from '../../../intake/follow-incidents.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { closeCodeOf } from '../../answers/close-codes.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { browserTokenOf } from '../../routing/browser-credentials.ts';
import { principalOf } from '../../routing/route.ts';
import type { SocketRoute } from '../../routing/sockets.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
  readonly seats: Pick<SeatWatch, 'attend'>;
}

const frameOf = (message: LiveEvent | LivePosition | LiveTransfers | LiveWarning) =>
  Buffer.from(JSON.stringify(message));

/** Which incident changed, and how. What it is like now is read, and recorded. */
function changed(event: IncidentEvent): LiveEvent {
  const { type, incidentId, at } = event;
  return { type: 'event', event: type, incident_id: incidentId, at: toRfc3339(at), cursor: cursorOf(event) };
}

/** A note, with whom it is meant for. */
function noted(event: IncidentEvent<'note.added'>): LiveEvent {
  const { mentions } = event.body.note;
  return { ...changed(event), ...(mentions !== undefined && { mentions: mentions.map(({ userId }) => userId) }) };
}

const LIVE: ByEventType<[], LiveEvent> = {
  'incident.created': changed,
  'incident.ended': changed,
  'incident.transferred': changed,
  'incident.signalled': changed,
  'incident.merged': changed,
  'incident.merged_in': changed,
  'incident.unmerged': changed,
  'incident.claimed': changed,
  'incident.released': changed,
  'incident.closed': changed,
  'incident.reopened': changed,
  'location.updated': changed,
  'note.added': noted,
  'media.attached': changed,
  'transcript.added': changed,
  'response.updated': changed,
  'incident.sent_to_cad': changed,
  'incident.transfer_opened': changed,
  'incident.transfer_ended': changed,
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

/** `GET /api/incidents/stream` as a WebSocket: which of the agency's incidents change, from a cursor on or from now on. */
export const stream: SocketRoute<Ports> = {
  path: '/api/incidents/stream',
  errors: nativeErrors,
  summary: "Receive over a WebSocket which of the agency's incidents change",
  access: { kind: 'person', right: 'incidents:read' },
  // Which incidents change rings at a locked seat; what they are is read, and refused.
  whileLocked: true,
  limit: 'reads',
  encoder: 'native',
  sends: LIVE_FRAMES,
  query: Type.Object({
    after: Type.Optional(
      Type.String({
        maxLength: 140,
        description: 'The cursor to go on after; from now on where it is missing',
        examples: ['sandbox-county:41'],
      }),
    ),
    seat: Type.Optional(
      Type.String({
        maxLength: 36,
        description: 'The seat, which counts as at work while the socket is open',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88'],
      }),
    ),
    deeplink: Type.Optional(
      Type.String({
        maxLength: 60,
        description: 'The deeplink, on its own page',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dcc'],
      }),
    ),
  }),
  async subscribe(ports, request) {
    const { via, user, rights } = principalOf(request);
    const isDeeplink = via === 'deeplink';
    const { seat } = request.query;
    const deeplinkId = request.query['deeplink'] ?? '';
    const start = await followIncidents(ports, {
      agencyId: ownAgency(request),
      after: request.query['after'],
      deeplink: isDeeplink ? { deeplinkId, browserToken: browserTokenOf(request.cookies) } : null,
    });
    const encodeTransfers = (cursor: string) => frameOf({ type: 'transfers', cursor });
    const followed = { ...start, ...(rights.has('transfers:read') && { encodeTransfers }) };
    if (seat === undefined || user === null) return followed;
    return { ...followed, attend: () => ports.seats.attend(seatKey(user.id, seat)) };
  },
  encodePosition: (cursor) => frameOf({ type: 'position', cursor }),
  encodeEnding: ({ error, cursor }) => ({
    frame: frameOf({ type: 'warning', code: error.code, detail: error.message, cursor }),
    code: closeCodeOf(error),
    reason: error.code,
  }),
};
