import type { FastifyRequest } from 'fastify';
import type { Dialect, Served } from '../dialects/route.ts';
import { type DomainError, refuse } from '../kernel/errors.ts';

/** Answers for the paths that no route has. */
export class UnroutedPaths {
  readonly #dialects: readonly Dialect[];
  readonly #patterns: readonly { readonly method: string; readonly pattern: RegExp }[];

  constructor({ routes, sockets, dialects }: Omit<Served<never>, 'ports'>) {
    this.#dialects = dialects;
    const served = [...routes, ...sockets.map(({ path }) => ({ method: 'GET', path }))];
    this.#patterns = served.map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z_]+/g, '[^/]+')}/?$`),
    }));
  }

  /** The dialect that a path is refused in; the last one for what is no path at all: `OPTIONS *`, or an absolute URL. */
  dialectOf(path: string): Dialect {
    const dialect =
      this.#dialects.find(({ pathPrefixes }) => pathPrefixes.some((prefix) => path.startsWith(prefix))) ??
      this.#dialects.at(-1);
    if (dialect === undefined) throw new Error('a server has at least one dialect');
    return dialect;
  }

  /** 404, or 405 with the methods that the path does take. */
  refuse({ url }: FastifyRequest): { error: DomainError; allow: string | null } {
    const [path = '/'] = url.split('?');
    const methods = this.#patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0)
      return { error: refuse.notFound({ description: 'Nothing is served at this path' }), allow: null };
    const allow = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ');
    return { error: refuse.methodNotAllowed({ description: `This path takes ${allow}` }), allow };
  }
}
