import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Principal } from '../authorization/principals/principal.ts';
import { RefusalRecorder } from '../authorization/refusals/record-refusal.ts';
import type { Config } from '../config/options.ts';
import { type Served, socketsOf } from '../dialects/routing/dialect.ts';
import type { ErrorEncoding } from '../dialects/routing/error-encoding.ts';
import type { ParameterBody, Route } from '../dialects/routing/route.ts';
import { DomainError, refuse, whereRepeatIsSafe } from '../kernel/errors.ts';
import { newUuid } from '../kernel/random.ts';
import { isPassing } from '../kernel/retried-failures.ts';
import { inTrace } from '../kernel/tracing/tracing.ts';
import { serveApiPages } from './api-pages.ts';
import { commandLimits } from './bound-socket.ts';
import { ClientAddresses, UndeclaredProxies } from './client-address.ts';
import { answerClientError } from './client-errors.ts';
import { ClientTurns, UntakenAnswers } from './client-reads.ts';
import { compileWhenNeeded } from './compile-when-needed.ts';
import { takeCompression } from './compressed-reads.ts';
import { ConnectionGate } from './connection-gate.ts';
import { Drain } from './drain.ts';
import { FixedAnswers } from './fixed-answer.ts';
import { Metrics } from './metrics.ts';
import { listenForMetrics } from './metrics-listener.ts';
import { asyncApiDocument } from './openapi/asyncapi.ts';
import { openApiDocument } from './openapi/document.ts';
import { serveOperations } from './operations.ts';
import { OwnHosts, ownCookies } from './own-hosts.ts';
import { readPortalPage, servePortalFiles } from './portal-files.ts';
import type { ServerPorts } from './ports.ts';
import { FILE_TYPE, readBody, takesFile } from './read-body.ts';
import { toDomainError } from './render-error.ts';
import { beginRequestSpan, endRequestSpan, tracedBy } from './request-span.ts';
import { parseQuery, withSingleSlashes } from './request-target.ts';
import { commonHeadersOf, portalPageHeaders } from './security-headers.ts';
import { serveChannelSocket } from './serve-channel-socket.ts';
import {
  allowanceKey,
  DEFAULT_BODY_LIMIT_BYTES,
  type Serving,
  sendAnswer,
  serveRoute,
  uploadLimitOf,
} from './serve-route.ts';
import { isWebSocketUpgrade, serveSocket, takeUpgrades } from './serve-socket.ts';
import { UnroutedPaths } from './unrouted-paths.ts';
import { UploadSpool } from './upload-spool.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
    /** The client's address in its normal form, by what declared proxies state. */
    source: string;
  }
  interface FastifyInstance {
    drain: Drain;
  }
  interface FastifyContextConfig {
    route?: Route<never>;
    /** True for the paths that take a WebSocket. */
    isSocket?: boolean;
  }
}

/** Paths the portal's own router shows; each answers with the same page. */
const PORTAL_PATHS = ['/', '/portal', '/portal/*', '/developers', '/developers/*'];

function isParameterBody(body: unknown): body is ParameterBody {
  return (body as Partial<ParameterBody> | undefined)?.values instanceof Map;
}

/** RFC 9110 section 15.5.16: a body in a coding that is not taken is 415, and states which one is. */
function refuseCompressed({ headers }: FastifyRequest, reply: FastifyReply): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return;
  reply.header('accept-encoding', 'identity');
  throw refuse.unsupportedMediaType({ description: 'The body must be sent as it is, without Content-Encoding' });
}

/** A request that is not whole by then is cut off, so that nobody holds a connection by sending a byte now and then. */
const REQUEST_WITHIN_MS = 300_000;

/** A connection on which nothing moves for so long, neither a request nor the answer it does not take, is ended. */
const SILENT_FOR_MS = 30_000;
/** RFC 9110 section 9.2.2: methods that a client may repeat by itself; and what has a key by which a repeat is known. */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);

function mayRepeat({ method, headers }: FastifyRequest): boolean {
  return REPEATABLE.has(method) || headers['idempotency-key'] !== undefined;
}

function routeNameOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unrouted';
}

/** Whose request it was, for a line of the log: the client and the agency, where it was let in. */
function callerOf(
  { principal }: FastifyRequest,
  client: { readonly id: string } | undefined,
): { clientId?: string; agencyId?: string } {
  const clientId = client?.id;
  const agencyId = principal?.agencyId;
  return { ...(clientId !== undefined && { clientId }), ...(agencyId != null && { agencyId }) };
}

/** The whole HTTP server over the given ports and dialects, not yet listening. */
export async function buildServer<Ports extends ServerPorts>(
  served: Served<Ports>,
  config: Config,
  portalDir: string,
  uploads = new UploadSpool(),
): Promise<FastifyInstance> {
  const { ports, dialects } = served;
  const sockets = socketsOf(dialects);
  const { clock, random, log } = ports;
  const unrouted = new UnroutedPaths(dialects);
  const metrics = new Metrics(ports);
  const addresses = new ClientAddresses(config.trustedProxies);
  const gate = new ConnectionGate(
    {
      connectionsPerAddress: config.limitConnectionsPerAddress,
      connectionsInAll: config.limitConnections,
      requestsPerConnection: config.limitRequestsPerConnection,
    },
    addresses,
    () => metrics.connectionRefused(),
  );
  const app = Fastify({
    logger: false,
    // A request without Host is refused in its dialect (OwnHosts), and not by Node with an empty answer.
    http: { shouldUpgradeCallback: isWebSocketUpgrade, requireHostHeader: false },
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    genReqId: () => newUuid(clock, random),
    requestIdHeader: false,
    rewriteUrl: ({ url = '/' }) =>
      dialects.reduce((meant, { rewriteUrl }) => rewriteUrl?.(meant) ?? meant, withSingleSlashes(url)),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true, querystringParser: parseQuery },
    keepAliveTimeout: config.keepAliveTimeoutSeconds * 1_000,
    clientErrorHandler: (err, socket) =>
      answerClientError(err, socket, {
        requestId: newUuid(clock, random),
        publicUrl: ports.publicUrl,
        headers: commonHeaders,
        errorsOf: (path) => unrouted.errorsOf(path),
      }),
    bodyLimit: DEFAULT_BODY_LIMIT_BYTES,
    schemaController: { compilersFactory: compileWhenNeeded },
    // A query or field that is not what the schema states is refused, never bent into shape.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    // A request that comes on an open connection of a server that stops is answered.
    return503OnClosing: false,
    forceCloseConnections: false,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionTimeout: Math.max(SILENT_FOR_MS, config.webhookTimeoutSeconds * 1000 + SILENT_FOR_MS / 2),
    serverFactory: gate.serverFactory,
    // A URL that the router itself cannot read never reaches a route; it is refused in the same shape as the others.
    frameworkErrors: (thrown, request, reply) => {
      // Not made by a route, so without what routes decorate.
      request.principal = null;
      request.trace = null;
      request.source = addresses.of(request.raw);
      reply.headers(commonHeaders).header('x-request-id', request.id);
      refuseWith(unrouted.errorsOf(request.url), request, thrown).then(
        (answer) => sendAnswer(serving, reply, answer),
        (err) => {
          log.error({ err, requestId: request.id }, 'a refusal could not be sent');
          reply.raw.destroy();
        },
      );
    },
  });
  const commonHeaders = commonHeadersOf(ports.publicUrl);
  const serving: Serving<Ports> = {
    ports,
    config,
    portalPage: readPortalPage(portalDir),
    refusals: new RefusalRecorder(ports),
    turns: new ClientTurns(),
    untaken: new UntakenAnswers(),
    fixed: new FixedAnswers(),
    uploads,
    commands: commandLimits(clock),
  };

  const closeSockets = async () => {
    await Promise.all([ports.channels.stop(), ports.streams.stop()]);
  };
  app.decorate('drain', new Drain(app, ports, closeSockets));
  app.decorateRequest('principal', null);
  app.decorateRequest('trace', null);
  app.decorateRequest('span', null);
  app.decorateRequest('source', {
    getter() {
      return addresses.of(this.raw);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(FILE_TYPE, async (request: FastifyRequest, stream: IncomingMessage) => {
    const { route } = request.routeOptions.config;
    const contentType = request.headers['content-type'];
    // What is no file of this route's is refused as any other body.
    if (route === undefined || !takesFile(route, contentType)) {
      return readBody(route?.body ?? 'none', contentType, Buffer.alloc(0));
    }
    const declaredBytes = Number(request.headers['content-length'] ?? 0);
    return serving.uploads.take(allowanceKey(request), stream, uploadLimitOf(route, config), declaredBytes);
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    const { route } = request.routeOptions.config;
    const contentType = request.headers['content-type'];
    return readBody(route?.body ?? 'none', contentType, bytes, route?.bodyLimitBytes, route?.jsonType);
  });
  const undeclared = new UndeclaredProxies({ addresses, clock, log }, () => metrics.forwardedUndeclared());
  const hosts = new OwnHosts(config, ports.publicUrl, (remoteAddress) => addresses.isProxy(remoteAddress));
  app.addHook('onRequest', (request, reply, done) => {
    undeclared.notice(request.raw);
    beginRequestSpan(ports.tracing, request);
    reply.headers(commonHeaders).header('x-request-id', request.id);
    done();
  });
  app.addHook('preParsing', async (request, reply, payload) => {
    refuseCompressed(request, reply);
    return payload;
  });
  const claimedBy = ({ body, headers }: FastifyRequest) =>
    isParameterBody(body) ? served.claimedClientId(body, headers.authorization) : null;
  /** Whose request it is, or states to be. What is no client's id may be a secret in the wrong field. */
  const clientOf = (request: FastifyRequest) => {
    const { client } = request.principal ?? {};
    const claimed = client === undefined ? claimedBy(request) : null;
    return client ?? (claimed === null ? undefined : ports.clients.peek(claimed));
  };
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id, source } = request;
    const route = routeNameOf(request);
    endRequestSpan(request, reply.statusCode);
    metrics.answered(route, method, reply.statusCode, reply.elapsedTime);
    if (config.logRequests || config.logLevel === 'debug') {
      const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
      const fields = { requestId: id, method, route, status: reply.statusCode, milliseconds, source };
      const about = { ...fields, ...callerOf(request, clientOf(request)), ...tracedBy(request) };
      log[config.logRequests ? 'info' : 'debug'](about, 'answered');
    }
    done();
  });

  async function refuseWith({ encodeError }: ErrorEncoding, request: FastifyRequest, thrown: unknown) {
    const bodyLimitBytes = request.routeOptions.bodyLimit ?? DEFAULT_BODY_LIMIT_BYTES;
    const error = toDomainError(mayRepeat(request) ? whereRepeatIsSafe(thrown) : thrown, bodyLimitBytes);
    const route = routeNameOf(request);
    const origin = { source: request.source, requestId: request.id };
    const claimed = claimedBy(request);
    const known = clientOf(request);
    const fields = {
      requestId: request.id,
      route,
      code: error.code,
      check: error.logDetail,
      source: request.source,
      ...callerOf(request, known),
      ...tracedBy(request),
    };
    // What the operator chose to do without is asked for by whoever likes.
    if (error.code === 'not_configured') log.warn(fields, error.message);
    else if (isPassing(error)) log.warn({ ...fields, err: error.cause ?? error }, error.message);
    else if (error.status >= 500) log.error({ ...fields, err: error.cause ?? error }, error.message);
    else log.info(fields, 'refused');
    metrics.refused({ route, code: error.code, client: known?.id ?? '' });
    const refusal = { error, route, principal: request.principal, claimedClientId: claimed, origin };
    await inTrace(request.trace, () => serving.refusals.record(refusal));
    return encodeError[error.code](error, { requestId: request.id, path: request.url, publicUrl: ports.publicUrl });
  }

  app.setErrorHandler(async (thrown, request, reply) => {
    const errors = request.routeOptions.config.route?.errors ?? unrouted.errorsOf(request.url);
    const answer = await refuseWith(errors, request, thrown);
    // Fastify would close at once, and a client still sending its body would lose the answer to a broken connection.
    reply.removeHeader('connection');
    // What did not come in time is not waited for.
    if (thrown instanceof DomainError && thrown.code === 'request_timeout') reply.header('connection', 'close');
    return sendAnswer(serving, reply, answer);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const { error, allow } = unrouted.refuse(request);
    if (allow !== null) reply.header('allow', allow);
    return sendAnswer(serving, reply, await refuseWith(unrouted.errorsOf(request.url), request, error));
  });

  await app.register(cookie);
  await takeCompression(app);
  app.addHook('onRequest', (request, _reply, done) => {
    hosts.check(request);
    request.cookies = ownCookies(request.cookies, ports.publicUrl);
    done();
  });
  app.addHook('preClose', closeSockets);
  await takeUpgrades(app, sockets);
  for (const [operationId, route] of dialects.flatMap(({ routes }) => Object.entries(routes))) {
    serveRoute(app, serving, route, operationId);
  }
  for (const socket of sockets) {
    if ('protocol' in socket) {
      serveChannelSocket(app, serving, socket, (request, error) => refuseWith(socket.errors, request, error));
    } else serveSocket(app, serving, socket);
  }
  for (const path of PORTAL_PATHS) {
    app.get(path, async (_request, reply) => sendAnswer(serving, reply, { status: 200, page: { frameAncestors: [] } }));
  }
  serveOperations(app, { readiness: ports.readiness, undeclared }, config, metrics);
  listenForMetrics(app, config, metrics);
  servePortalFiles(app, portalDir);
  serveApiPages(app, portalPageHeaders(config, []), {
    openapi: () => openApiDocument(served),
    asyncapi: () => asyncApiDocument(served),
  });
  return app;
}
