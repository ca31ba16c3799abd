import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenBuckets } from '../authorization/limits/limits.ts';
import type { RefusalRecorder } from '../authorization/refusals/record-refusal.ts';
import type { Config } from '../config/options.ts';
import type { Answer } from '../dialects/routing/answer.ts';
import type { BodyKind, Route, RouteRequest } from '../dialects/routing/route.ts';
import { addressKey } from '../kernel/address.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { inTrace, traced } from '../kernel/tracing/tracing.ts';
import { withoutAbsent } from './absent-members.ts';
import { authorise, checkLock, checkRecentFactor, shownProofOf } from './authorise.ts';
import { letClientPageRead, servePreflight } from './client-pages.ts';
import type { ClientTurns, UntakenAnswers } from './client-reads.ts';
import { COMPRESSED_READS, isCompressedRead } from './compressed-reads.ts';
import type { FixedAnswers } from './fixed-answer.ts';
import { cookieName } from './own-hosts.ts';
import type { ServerPorts } from './ports.ts';
import { NO_PARAMETERS } from './read-body.ts';
import { fastifySchemaOf } from './route-schema.ts';
import { portalPageHeaders } from './security-headers.ts';
import { isSpooled, type UploadSpool } from './upload-spool.ts';

export const DEFAULT_BODY_LIMIT_BYTES = 65_536;
const BYTES_A_MEGABYTE = 1_048_576;

/** What serving every route needs besides the ports of the use cases. */
export interface Serving<Ports extends ServerPorts = ServerPorts> {
  readonly ports: Ports;
  readonly config: Config;
  readonly portalPage: string;
  readonly refusals: RefusalRecorder;
  readonly turns: ClientTurns;
  readonly untaken: UntakenAnswers;
  readonly fixed: FixedAnswers;
  /** What each socket's peer may send. */
  readonly commands: TokenBuckets;
  readonly uploads: UploadSpool;
}

/** What a handler sees where no body came. */
const EMPTY_BODIES: Readonly<Record<BodyKind, unknown>> = {
  none: undefined,
  json: undefined,
  'form-or-json': NO_PARAMETERS,
  fields: NO_PARAMETERS,
  document: Buffer.alloc(0),
  'json-or-media': undefined,
  table: undefined,
};

/** Whose allowance a request counts against. */
export function allowanceKey(request: FastifyRequest): string {
  const { principal } = request;
  // An application's flood is not the flood of the person it speaks for.
  if (principal?.via === 'user_token') return `${principal.client?.id} ${principal.user?.id}`;
  return principal?.user?.id ?? principal?.client?.id ?? principal?.developer?.id ?? addressKey(request.source);
}

const USER_AGENT_CHARACTERS = 200;

function originOf({ source, id, headers }: FastifyRequest): Origin {
  const userAgent = headers['user-agent']?.slice(0, USER_AGENT_CHARACTERS);
  return { source, requestId: id, ...(userAgent !== undefined && { userAgent }) };
}

/** The request as a handler sees it. */
export function toRouteRequest({ body }: { body: BodyKind }, request: FastifyRequest): RouteRequest {
  return {
    origin: originOf(request),
    principal: request.principal,
    params: request.params as Record<string, string>,
    query: request.query as Record<string, string | undefined>,
    body: request.body ?? EMPTY_BODIES[body],
    headers: request.headers,
    cookies: request.cookies,
    proof: shownProofOf(request),
  };
}

/** Sends an answer as it was encoded. */
export function sendAnswer({ ports, config, portalPage }: Serving, reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status);
  // Whatever is not stated to be for everybody is somebody's: no browser or proxy keeps it (RFC 9111 section 5.2.2.5).
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  if (answer.headers !== undefined) reply.headers(answer.headers);
  for (const { name, value, maxAgeSeconds, isForFrames } of answer.cookies ?? []) {
    reply.setCookie(cookieName(name, ports.publicUrl), value, {
      path: '/',
      httpOnly: true,
      maxAge: maxAgeSeconds,
      // A frame's cookies are third-party: only Secure, SameSite=None and Partitioned ones are kept there.
      secure: isForFrames || ports.publicUrl.startsWith('https:'),
      sameSite: isForFrames ? 'none' : 'lax',
      partitioned: isForFrames,
    });
  }
  if (answer.page !== undefined) {
    reply.headers(portalPageHeaders(config, answer.page.frameAncestors));
    return reply.type('text/html; charset=utf-8').serializer(String).send(portalPage);
  }
  return reply.send(answer.body);
}

/** How large a file may be that goes to the disk as it comes. */
export function uploadLimitOf(
  { body, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES }: Route<never>,
  config: Config,
): number {
  return body === 'json-or-media' ? config.mediaUploadMegabytes * BYTES_A_MEGABYTE : bodyLimitBytes;
}

/** What is held in memory. A file is not, and what comes in its place is small. */
function bodyLimitOf({ body, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES }: Route<never>): number {
  return body === 'document' || body === 'table' ? DEFAULT_BODY_LIMIT_BYTES : bodyLimitBytes;
}

/** One route on Fastify: who, may they, the limit, the body, the handler, the answer; in that order. */
export function serveRoute<Ports extends ServerPorts>(
  app: FastifyInstance,
  serving: Serving<Ports>,
  route: Route<Ports>,
  /** Names its use case in a trace. */
  operationId: string,
): void {
  const { ports, turns, untaken, fixed } = serving;
  const { limit } = route;
  const useCase = { name: operationId, kind: 'internal' } as const;
  const isUpload = route.body === 'document' || route.body === 'json-or-media' || route.body === 'table';
  const isRead = limit === 'reads' && route.access.kind !== 'public';
  if (route.answersClientPages === true) servePreflight(app, ports, route);
  app.route({
    method: route.method,
    url: route.path,
    schema: fastifySchemaOf(route),
    bodyLimit: bodyLimitOf(route),
    config: { route },
    compress: isCompressedRead(route) ? COMPRESSED_READS : false,
    exposeHeadRoute: route.method === 'GET',
    async onRequest(request, reply) {
      if (request.url.includes('%00')) throw refuse.invalidRequest({ description: 'The URL has a NUL character' });
      const ways = {
        isSocket: false,
        isDeeplinkInQuery: route.takesDeeplinkInQuery === true,
        isOfClientPage: route.answersClientPages === true && (await letClientPageRead(ports, request, reply)),
      };
      request.principal = await inTrace(request.trace, () => authorise(ports, route.access, request, ways));
      checkLock(request.principal, route);
      if (route.needsRecentFactor === true) checkRecentFactor(request.principal, ports.clock.now());
      if (limit !== 'none') ports.limits.take(limit, allowanceKey(request));
      if (isRead) untaken.check(allowanceKey(request));
    },
    // Also where the handler was never come to, because the request was refused after its body.
    ...(isUpload && {
      async onResponse(request: FastifyRequest) {
        if (isSpooled(request.body)) await request.body.close();
      },
    }),
    async preValidation(request) {
      const { body } = route.schema;
      const isJson = route.body === 'json' || (route.body === 'json-or-media' && !isSpooled(request.body));
      if (isJson && body !== undefined) request.body = withoutAbsent(body, request.body, route.isEmptyAbsent);
    },
    async handler(request, reply) {
      const handle = () =>
        inTrace(request.trace, () =>
          traced(
            ports.tracing,
            () => useCase,
            () => route.handle(ports, toRouteRequest(route, request)),
          ),
        );
      if (isSpooled(request.body)) return sendAnswer(serving, reply, await handle().finally(request.body.close));
      return sendAnswer(serving, reply, await (isRead ? turns.take(allowanceKey(request), handle) : handle()));
    },
    ...(isRead && {
      async onSend(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
        untaken.hold(allowanceKey(request), payload, reply.raw);
        return payload;
      },
    }),
    ...(route.isFixed === true && {
      async onSend(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
        const isWhole = typeof payload === 'string' && reply.statusCode === 200;
        return isWhole ? fixed.of(payload).encode(request, reply) : payload;
      },
    }),
  });
}
