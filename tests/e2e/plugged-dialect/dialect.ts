import { Type } from 'typebox';
import { readAgency } from '../../../packages/gateway/src/agencies/find-agencies.ts';
import type { Database } from '../../../packages/gateway/src/database/database.ts';
import { oneNameEach } from '../../../packages/gateway/src/delivery/webhooks/encoders/types.ts';
import { refusalHeaders } from '../../../packages/gateway/src/dialects/answers/challenges.ts';
import { closeCodeOf } from '../../../packages/gateway/src/dialects/answers/close-codes.ts';
import { ownAgency } from '../../../packages/gateway/src/dialects/requests/own-agency.ts';
import type { Dialect } from '../../../packages/gateway/src/dialects/routing/dialect.ts';
import { type ErrorEncoding, encodersOf } from '../../../packages/gateway/src/dialects/routing/error-encoding.ts';
import type { Route } from '../../../packages/gateway/src/dialects/routing/route.ts';
import type { SocketRoute } from '../../../packages/gateway/src/dialects/routing/sockets.ts';
import { findPosition } from '../../../packages/gateway/src/incidents/events/read-events.ts';
import type { EventType } from '../../../packages/gateway/src/incidents/events/types.ts';
import { ERROR_CATALOGUE } from '../../../packages/gateway/src/kernel/errors.ts';

const errors: ErrorEncoding = {
  schema: Type.Object({ fault: Type.String() }),
  encodeError: encodersOf<{ status: number }>(ERROR_CATALOGUE, ({ status }, error) => ({
    status,
    headers: refusalHeaders(error),
    body: { fault: error.code },
  })),
};
const reading = { errors, access: { kind: 'token', right: 'incident_events:read' }, limit: 'reads' } as const;

const center: Route<{ database: Database }> = {
  ...reading,
  method: 'GET',
  path: '/plugged/center',
  summary: 'The name of the center',
  body: 'none',
  schema: { responses: { 200: Type.Object({ center: Type.String() }) } },
  handle: async (ports, request) => ({
    status: 200,
    body: { center: (await readAgency(ports, ownAgency(request))).name },
  }),
};

const stream: SocketRoute<{ database: Database }> = {
  ...reading,
  path: '/plugged/stream',
  summary: 'The names of events',
  query: Type.Object({ token: Type.Optional(Type.String()) }),
  encoder: 'plugged',
  async subscribe(ports, request) {
    const { seq, head, epoch } = await findPosition(ports, ownAgency(request), undefined);
    return { agencyId: ownAgency(request), after: seq, head, epoch };
  },
  encodeEnding: ({ error }) => ({ frame: Buffer.from('{}'), code: closeCodeOf(error), reason: error.code }),
};

const NAMES = Object.fromEntries(
  ['incident.created', 'note.added'].map((type) => [type, type === 'note.added' ? 'noted' : 'opened']),
) as Record<EventType, 'noted' | 'opened' | null>;

/** A vocabulary of its own, in one file. */
export const plugged = {
  name: 'plugged',
  description: 'A dialect of a test',
  unrouted: [{ pathPrefixes: ['/plugged/'], errors }],
  routes: { readPluggedCenter: center },
  sockets: { streamPlugged: stream },
  frames: { plugged: () => (event) => Buffer.from(JSON.stringify({ happened: event.type })) },
  webhooks: {
    plugged: {
      description: 'A dialect of a test: what was opened and noted',
      encoder: () => ({
        ...oneNameEach(['opened', 'noted'], NAMES),
        encode: ({ type, incidentId }) => ({ happened: NAMES[type], at: incidentId }),
      }),
    },
  },
} satisfies Dialect<never>;
