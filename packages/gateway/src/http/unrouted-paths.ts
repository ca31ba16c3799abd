import type { FastifyRequest } from 'fastify';
import { type Dialect, routesOf, socketsOf } from '../dialects/routing/dialect.ts';
import type { ErrorEncoding } from '../dialects/routing/error-encoding.ts';
import { type DomainError, refuse } from '../kernel/errors.ts';

/** Answers for the paths that no route has. */
export class UnroutedPaths {
  /** The longest first. */
  readonly #prefixes: readonly { readonly prefix: string; readonly errors: ErrorEncoding }[];
  readonly #patterns: readonly { readonly method: string; readonly pattern: RegExp }[];

  constructor(dialects: readonly Dialect<never>[]) {
    this.#prefixes = dialects
      .flatMap(({ unrouted }) => unrouted)
      .flatMap(({ pathPrefixes, errors }) => pathPrefixes.map((prefix) => ({ prefix, errors })))
      .sort((left, right) => right.prefix.length - left.prefix.length);
    const served = [...routesOf(dialects), ...socketsOf(dialects).map(({ path }) => ({ method: 'GET', path }))];
    this.#patterns = served.map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z_]+/g, '[^/]+')}/?$`),
    }));
  }

  /** How errors of a path are encoded; what is no path at all, `OPTIONS *` or an absolute URL, is as `/`. */
  errorsOf(target: string): ErrorEncoding {
    const path = target.startsWith('/') ? target : '/';
    const fitting = this.#prefixes.find(({ prefix }) => path.startsWith(prefix));
    if (fitting === undefined) throw new Error('no dialect takes this path');
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
