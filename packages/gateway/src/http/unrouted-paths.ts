import type { FastifyRequest } from 'fastify';
import { type Dialect, routesOf, socketsOf } from '../dialects/routing/dialect.ts';
import type { ErrorEncoding } from '../dialects/routing/error-encoding.ts';
import { type DomainError, refuse } from '../kernel/errors.ts';

/** Answers for the paths that no route has. */
export class UnroutedPaths {
  readonly #unrouted: Dialect<never>['unrouted'];
  readonly #patterns: readonly { readonly method: string; readonly pattern: RegExp }[];

  constructor(dialects: readonly Dialect<never>[]) {
    this.#unrouted = dialects.flatMap(({ unrouted }) => unrouted);
    const served = [...routesOf(dialects), ...socketsOf(dialects).map(({ path }) => ({ method: 'GET', path }))];
    this.#patterns = served.map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z_]+/g, '[^/]+')}/?$`),
    }));
  }

  /** How errors of a path are encoded; as the last dialect does what is no path at all: `OPTIONS *`, or an absolute URL. */
  errorsOf(path: string): ErrorEncoding {
    const fitting =
      this.#unrouted.find(({ pathPrefixes }) => pathPrefixes.some((prefix) => path.startsWith(prefix))) ??
      this.#unrouted.at(-1);
    if (fitting === undefined) throw new Error('a server has at least one dialect');
    return fitting.errors;
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
