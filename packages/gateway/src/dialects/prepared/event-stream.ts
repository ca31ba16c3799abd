import { PREPARED_FRAMES } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import { findPosition } from '../../incidents/events/read-events.ts';
import type { IncidentEvent } from '../../incidents/events/types.ts';
import { closeCodeOf } from '../answers/close-codes.ts';
import { ownAgency } from '../requests/own-agency.ts';
import type { SocketRoute } from '../routing/sockets.ts';
import { encodeEvent } from './encode-event.ts';
import { preparedErrors } from './errors.ts';

/** One event as a frame of the stream, for the hub; null where Prepared has no shape for it. */
export function preparedFrames(publicUrl: string): (event: IncidentEvent) => Buffer | null {
  return (event) => {
    const encoded = encodeEvent(event, publicUrl);
    return encoded === null ? null : Buffer.from(JSON.stringify(encoded));
  };
}

/** `GET /v1/incident_events/stream` as a WebSocket: one event a frame, from a cursor on or from now on. */
export const stream: SocketRoute<{ database: Database }> = {
  path: '/v1/incident_events/stream',
  errors: preparedErrors,
  summary: 'Stream incident events over a WebSocket, one a frame',
  access: { kind: 'token', right: 'incident_events:read' },
  limit: 'reads',
  encoder: 'prepared',
  sends: PREPARED_FRAMES,
  query: Type.Object({
    token: Type.Optional(
      Type.String({
        maxLength: 8_192,
        description: 'The access token, where it is not in Authorization',
        examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWNhZCJ9.c2lnbmF0dXJl'],
      }),
    ),
    after: Type.Optional(
      Type.String({
        maxLength: 140,
        description: 'The cursor to go on after; from now on where it is missing',
        examples: ['sandbox-county:41'],
      }),
    ),
  }),
  async subscribe(ports, request) {
    const agencyId = ownAgency(request);
    const { seq, head, epoch } = await findPosition(ports, agencyId, request.query['after']);
    return { agencyId, after: seq, head, epoch };
  },
  encodeEnding: ({ error, cursor }) => ({
    frame: Buffer.from(JSON.stringify({ type: 'warning', error: error.code, message: error.message, cursor })),
    code: closeCodeOf(error),
    reason: error.code,
  }),
};
