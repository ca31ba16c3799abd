import type { FastifyRequest } from 'fastify';
import { native } from '../dialects/native/errors.ts';
import type { Dialect } from '../dialects/route.ts';
import { DIALECTS, ROUTES, SOCKETS } from '../dialects/routes.ts';
import { type DomainError, refuse } from '../kernel/errors.ts';

const SERVED = [...ROUTES, ...SOCKETS.map(({ path }) => ({ method: 'GET', path }))];
const PATTERNS = SERVED.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z_]+/g, '[^/]+')}/?$`),
}));

/** The dialect a path that no route has is refused in. */
export function dialectOfPath(path: string): Dialect {
  const dialect = DIALECTS.find(({ pathPrefixes }) => pathPrefixes.some((prefix) => path.startsWith(prefix)));
  // What is no path of ours at all: `OPTIONS *`, or an absolute URL as a proxy is asked.
  return dialect ?? native;
}

/** 404, or 405 with the methods that the path does take. */
export function refuseUnrouted(request: FastifyRequest): { error: DomainError; allow: string | null } {
  const [path = '/'] = request.url.split('?');
  const methods = PATTERNS.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  if (methods.length === 0)
    return { error: refuse.notFound({ description: 'Nothing is served at this path' }), allow: null };
  const allow = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ');
  return { error: refuse.methodNotAllowed({ description: `This path takes ${allow}` }), allow };
}
