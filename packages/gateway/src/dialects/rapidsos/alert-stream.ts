import { ALERT_EVENT_TYPES, ALERT_FRAMES, type AlertFrame } from '@sallyport/contract';
import { Type } from 'typebox';
import { agenciesOf } from '../../authorization/clients/types.ts';
import type { Database } from '../../database/database.ts';
import type { FrameEncoder } from '../../delivery/streams/types.ts';
import { cursorOf } from '../../incidents/events/cursor.ts';
import { findPosition } from '../../incidents/events/read-events.ts';
import type { AlertOwner } from '../../incidents/incident/alert-party.ts';
import { alertOwnerOf } from '../../intake/alert-sides.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { closeCodeOf } from '../answers/close-codes.ts';
import { principalOf, type RouteRequest } from '../routing/route.ts';
import type { SocketRoute, StreamStart } from '../routing/sockets.ts';
import { type Audience, alertEventTypeOf, encodeEventBody, isAlertEventType, isEventFor } from './encode-event.ts';
import { rapidsosErrors } from './errors.ts';

/** From now on, with the cursors to resume by: what `after` states before there is a cursor. */
const FROM_NOW = 'now';

/** One event as a frame of the stream, for the hub; null where RapidSOS has no event for it. `timestamp` is of the sending. */
function frames(clock: Clock, audience: Audience, hasCursor: boolean): FrameEncoder {
  return (event) => {
    const type = alertEventTypeOf(event);
    const body = encodeEventBody(event, audience);
    if (type === null || body === null) return null;
    const frame: AlertFrame = { event: type, timestamp: clock.now(), body };
    return Buffer.from(JSON.stringify(hasCursor ? { ...frame, cursor: cursorOf(event) } : frame));
  };
}

/** For each side, and for those who resume. */
export const RAPIDSOS_FRAMES: Readonly<Record<string, (ports: { clock: Clock }) => FrameEncoder>> = {
  'rapidsos psap': ({ clock }) => frames(clock, 'psap', false),
  'rapidsos psap resumed': ({ clock }) => frames(clock, 'psap', true),
  'rapidsos central_station': ({ clock }) => frames(clock, 'central_station', false),
  'rapidsos central_station resumed': ({ clock }) => frames(clock, 'central_station', true),
};

function readEventTypes(given: string): ReadonlySet<string> {
  const names = given.split(',').map((name) => name.trim());
  const known = names.filter((name) => name !== '');
  if (known.length === 0) throw refuse.invalidRequest({ description: 'event_types must name an event' });
  const unknown = known.find((name) => !isAlertEventType(name));
  if (unknown !== undefined) {
    throw refuse.notAcceptable({ description: `event_types must be of: ${ALERT_EVENT_TYPES.join(', ')}` });
  }
  return new Set(known);
}

/** The agencies whose logs have alerts of this owner: its own, or those its callflows lead to. */
function agenciesRead(request: RouteRequest, owner: AlertOwner): readonly string[] {
  if (owner.side === 'psap') return [owner.agencyId];
  const agencies = agenciesOf(principalOf(request).client);
  if (agencies.length === 0) throw refuse.forbidden({ description: 'This client has no callflow, and so no alerts' });
  return agencies;
}

/** Each agency's cursor in `after`; those without one start now. Refuses cursors of other agencies (`invalid_request`). */
function cursorsOf(after: string | undefined, agencies: readonly string[]): ReadonlyMap<string, string> {
  const given = after === undefined || after === FROM_NOW ? [] : after.split(',');
  const cursors = new Map(given.map((cursor) => [cursor.slice(0, cursor.lastIndexOf(':')), cursor]));
  const strange = [...cursors].find(([agencyId]) => !agencies.includes(agencyId));
  if (strange !== undefined) {
    throw refuse.invalidRequest({
      description: 'after must be a cursor that a frame gave, one an agency, between commas',
    });
  }
  return cursors;
}

/** `GET /v1` as a WebSocket: the events of the caller's alerts, its own changes too. `after` is ours, for those who resume. */
export const stream: SocketRoute<{ database: Database }> = {
  path: '/v1',
  errors: rapidsosErrors,
  summary: 'Stream the events of alerts over a WebSocket',
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
  encoder: 'rapidsos psap',
  sends: ALERT_FRAMES,
  query: Type.Object({
    token: Type.Optional(
      Type.String({
        maxLength: 8_192,
        description: 'The access token, where it is not in Authorization',
        examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWNhZCJ9.c2lnbmF0dXJl'],
      }),
    ),
    event_types: Type.String({
      maxLength: 1_000,
      description: 'Names of events between commas',
      examples: ['alert.new,alert.status_update'],
    }),
    after: Type.Optional(
      Type.String({
        maxLength: 4_000,
        description: 'The cursor to go on after; from now on where it is missing',
        examples: ['sandbox-county:41'],
      }),
    ),
  }),
  async subscribe(ports, request) {
    const types = readEventTypes(request.query['event_types'] ?? '');
    const owner = alertOwnerOf(principalOf(request));
    const { after } = request.query;
    const agencies = agenciesRead(request, owner);
    const cursors = cursorsOf(after, agencies);
    const starts: StreamStart[] = [];
    for (const agencyId of agencies) {
      const { seq, head, epoch } = await findPosition(ports, agencyId, cursors.get(agencyId));
      starts.push({
        agencyId,
        after: seq,
        head,
        epoch,
        encoder: `rapidsos ${owner.side}${after === undefined ? '' : ' resumed'}`,
        wants: (event) => types.has(alertEventTypeOf(event) ?? '') && isEventFor(event, owner),
      });
    }
    return starts;
  },
  encodeEnding: ({ error, cursor }) => ({
    frame: Buffer.from(JSON.stringify({ event: 'connection.ending', body: { detail: error.message, cursor } })),
    code: closeCodeOf(error),
    reason: error.code,
  }),
};
