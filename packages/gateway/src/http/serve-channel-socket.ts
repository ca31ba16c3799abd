import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ChannelSocketRoute } from '../dialects/routing/sockets.ts';
import { DomainError, refuse } from '../kernel/errors.ts';
import { inTrace } from '../kernel/tracing/tracing.ts';
import { authorise, bearerTokenOf } from './authorise.ts';
import { boundSocket, streamSocketOf } from './bound-socket.ts';
import type { ServerPorts } from './ports.ts';
import { endRequestSpan } from './request-span.ts';
import { fastifySchemaOf } from './route-schema.ts';
import { allowanceKey, type Serving, toRouteRequest } from './serve-route.ts';
import { httpRouteOf, refusePlainRequest, SWITCHING_PROTOCOLS } from './sockets/socket-as-route.ts';

/**
 * One socket with channels on Fastify: who, may they, the limit. Its clients read why they are refused from a frame and
 * not from an HTTP status, so a refused upgrade is taken, notified why, and closed.
 */
export function serveChannelSocket<Ports extends ServerPorts>(
  app: FastifyInstance,
  { ports, commands }: Serving<Ports>,
  socketRoute: ChannelSocketRoute<Ports>,
  recordRefusal: (request: FastifyRequest, error: DomainError) => Promise<unknown>,
): void {
  const route = httpRouteOf(socketRoute);
  const { limit, protocol, encoder } = socketRoute;
  const refusals = new WeakMap<FastifyRequest, DomainError>();

  const takeAllowance = (request: FastifyRequest) => {
    if (limit !== 'none') ports.limits.take(limit, allowanceKey(request));
  };

  app.route({
    method: 'GET',
    url: socketRoute.path,
    schema: fastifySchemaOf(route),
    config: { route, isSocket: true },
    exposeHeadRoute: false,
    async onRequest(request) {
      if (request.url.includes('%00')) throw refuse.invalidRequest({ description: 'The URL has a NUL character' });
      try {
        const { access } = socketRoute;
        request.principal = await inTrace(request.trace, () => authorise(ports, access, request, { isSocket: true }));
      } catch (err) {
        if (!request.ws || !(err instanceof DomainError)) throw err;
        refusals.set(request, err);
      }
      takeAllowance(request);
    },
    handler: refusePlainRequest,
    wsHandler(webSocket, request) {
      const socket = streamSocketOf(webSocket);
      webSocket.on('error', (err) => ports.log.debug({ err, requestId: request.id }, 'a socket failed'));
      const error = refusals.get(request);
      endRequestSpan(request, SWITCHING_PROTOCOLS, error?.code);
      const bounds = { commands, id: request.id };
      if (error !== undefined) {
        boundSocket(webSocket, bounds);
        const { frame, code, reason } = protocol.encodeEnding(error, { isExpired: false });
        socket.send(frame);
        socket.close(code, reason);
        recordRefusal(request, error).catch((err) => ports.log.error({ err }, 'a refusal could not be recorded'));
        return;
      }
      const token = bearerTokenOf(request, { isSocket: true });
      if (token === undefined) throw new Error('a socket is open that was not let in');
      const channels = ports.channels.welcome({
        socket,
        protocol,
        encoder,
        expiresAt: ports.bearer.expiresAtOf(token),
        checkToken: () => ports.bearer.check(token),
        async open(name) {
          takeAllowance(request);
          return socketRoute.open(ports, toRouteRequest(route, request), name);
        },
      });
      const onTooMany = () => channels.end(refuse.tooManyRequests({ description: 'Too many commands at once' }));
      boundSocket(webSocket, { ...bounds, onTooMany });
      webSocket.on('message', (data) => channels.receive(String(data)));
      webSocket.on('close', () => channels.leave());
    },
  });
}
