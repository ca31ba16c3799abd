import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClientOrigins } from '../authorization/clients/client-origins.ts';
import type { Route } from '../dialects/routing/route.ts';
import { refuse } from '../kernel/errors.ts';

const PREFLIGHT_KEPT_SECONDS = 600;
const SENT_HEADERS = 'Authorization, Content-Type, DPoP';
const READ_HEADERS = 'DPoP-Nonce, Retry-After, WWW-Authenticate, X-Request-Id';

/**
 * Lets a page of a public client read the answer (Fetch standard, CORS). No cookie is sent with such a request. Returns whether
 * the page is one.
 */
export async function letClientPageRead(
  { clientOrigins }: { clientOrigins: ClientOrigins },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { origin } = request.headers;
  reply.header('vary', 'Origin');
  if (origin === undefined || !(await clientOrigins.has(origin))) return false;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': READ_HEADERS });
  return true;
}

/** Answers what a browser asks before such a page may send its request. */
export function servePreflight(
  app: FastifyInstance,
  ports: { clientOrigins: ClientOrigins },
  { path, method }: Pick<Route<never>, 'path' | 'method'>,
): void {
  app.options(path, async (request, reply) => {
    if (!(await letClientPageRead(ports, request, reply))) {
      throw refuse.forbidden({
        description: 'Origin must be one that a public client registered',
        logDetail: 'origin',
      });
    }
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': method,
        'access-control-allow-headers': SENT_HEADERS,
        'access-control-max-age': String(PREFLIGHT_KEPT_SECONDS),
      })
      .send();
  });
}
