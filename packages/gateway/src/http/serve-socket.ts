import type { IncomingMessage } from 'node:http';
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ChannelSocketRoute, SocketRoute, StreamStart } from '../dialects/routing/sockets.ts';
import { refuse } from '../kernel/errors.ts';
import { inTrace } from '../kernel/tracing/tracing.ts';
import { authorise, bearerTokenOf, checkLock } from './authorise.ts';
import { boundSocket, streamSocketOf } from './bound-socket.ts';
import type { ServerPorts } from './ports.ts';
import { endRequestSpan } from './request-span.ts';
import { routedPath } from './request-target.ts';
import { fastifySchemaOf } from './route-schema.ts';
import { allowanceKey, type Serving, toRouteRequest } from './serve-route.ts';
import { httpRouteOf, refusePlainRequest, SWITCHING_PROTOCOLS } from './sockets/socket-as-route.ts';

type Sockets = readonly (SocketRoute<never> | ChannelSocketRoute<never>)[];

const LARGEST_MESSAGE_BYTES = 4_096;
const SOCKET = { isSocket: true } as const;

/** Only a WebSocket is an upgrade here: Java's HTTP client asks for h2c on every request, and must be answered. */
export function isWebSocketUpgrade(request: IncomingMessage): boolean {
  // RFC 9110 section 7.8: Upgrade in an HTTP/1.0 request is ignored.
  const isOld = request.httpVersionMajor === 1 && request.httpVersionMinor === 0;
  return !isOld && request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** The subprotocol that the path takes; on paths without one, the first that the client offers. */
function chooseSubprotocol(sockets: Sockets, offered: Set<string>, { url = '' }: IncomingMessage): string | false {
  const path = routedPath(url);
  const spoken = sockets.find((socket) => socket.path === path);
  const known = spoken !== undefined && 'subprotocols' in spoken ? spoken.subprotocols : [...offered];
  return known.find((protocol) => offered.has(protocol)) ?? false;
}

/** Makes the server take upgrades, on the sockets' paths alone. Register it before the routes. */
export async function takeUpgrades(app: FastifyInstance, sockets: Sockets): Promise<void> {
  await app.register(websocket, {
    options: {
      maxPayload: LARGEST_MESSAGE_BYTES,
      perMessageDeflate: false,
      handleProtocols: (offered, request) => chooseSubprotocol(sockets, offered, request),
      // Answered in `boundSocket`, where a peer that takes no pongs gets no more of them.
      autoPong: false,
    },
  });
  app.addHook('onRequest', async (request) => {
    if (!request.ws) return;
    // It would have to be closed again within seconds.
    if (app.drain.isOn) throw refuse.unavailable({ description: 'This server is stopping; connect again' });
    if (request.routeOptions.config.isSocket) return;
    throw refuse.notFound({ description: 'No WebSocket is served at this path' });
  });
}

/** How long whoever opened the socket may keep it, and the check that they still may. */
function stateOf(ports: ServerPorts, { access }: SocketRoute<never>, request: FastifyRequest) {
  const token = bearerTokenOf(request, SOCKET);
  if (token !== undefined) {
    return { expiresAt: ports.bearer.expiresAtOf(token), checkToken: () => ports.bearer.check(token) };
  }
  const expiresAt = request.principal?.sessionExpiresAt ?? 0;
  let checkedAt = -1;
  return {
    expiresAt,
    /** Asks the database only where some access changed since the last time. */
    async checkToken() {
      await ports.changes.ensureCurrent();
      const { delivered } = ports.changes;
      if (delivered === checkedAt && ports.clock.now() < expiresAt) return;
      await authorise(ports, access, request, SOCKET);
      checkedAt = delivered;
    },
  };
}

/** One socket on Fastify: who, may they, the limit, where they start; each refused by its HTTP status before the upgrade. */
export function serveSocket<Ports extends ServerPorts>(
  app: FastifyInstance,
  serving: Serving<Ports>,
  socketRoute: SocketRoute<Ports>,
): void {
  const { ports } = serving;
  const route = httpRouteOf(socketRoute);
  const { limit } = socketRoute;
  const starts = new WeakMap<FastifyRequest, readonly StreamStart[]>();
  app.route({
    method: 'GET',
    url: socketRoute.path,
    schema: fastifySchemaOf(route),
    config: { route, isSocket: true },
    exposeHeadRoute: false,
    async onRequest(request) {
      if (request.url.includes('%00')) throw refuse.invalidRequest({ description: 'The URL has a NUL character' });
      request.principal = await inTrace(request.trace, () => authorise(ports, socketRoute.access, request, SOCKET));
      checkLock(request.principal, socketRoute);
      if (limit !== 'none') ports.limits.take(limit, allowanceKey(request));
    },
    async preHandler(request) {
      // Browsers hide what an upgrade was refused for: a reader asks over plain HTTP whether it was the cursor.
      if (!request.ws && Object(request.query).after === undefined) return;
      const start = await inTrace(request.trace, () => socketRoute.subscribe(ports, toRouteRequest(route, request)));
      starts.set(request, [start].flat());
    },
    handler: refusePlainRequest,
    wsHandler(socket, request) {
      const logs = starts.get(request);
      if (logs === undefined) throw new Error('a socket is open that was not let in');
      endRequestSpan(request, SWITCHING_PROTOCOLS);
      boundSocket(socket, { commands: serving.commands, id: request.id });
      for (const { attend, ...start } of logs) {
        if (attend !== undefined) socket.on('close', attend());
        const subscription = ports.streams.subscribe({
          encoder: socketRoute.encoder,
          ...start,
          // One each: every log's subscription counts its own pings.
          socket: streamSocketOf(socket),
          ...stateOf(ports, socketRoute, request),
          encodeEnding: socketRoute.encodeEnding,
          encodePosition: socketRoute.encodePosition,
        });
        socket.on('close', () => subscription.leave());
      }
      socket.on('error', (err) => ports.log.debug({ err, requestId: request.id }, 'a socket failed'));
    },
  });
}
