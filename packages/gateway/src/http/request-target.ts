import { parse } from 'node:querystring';

/** RFC 9112 section 3.2.2: a target that names the server, as proxies are sent it. */
const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** The host that a target names, which counts instead of the Host header; undefined where it is a path alone. */
export function hostOfTarget(target: string): string | undefined {
  return ABSOLUTE.exec(target)?.[1]?.replace(/^.*@/, '');
}

/**
 * A request's target as it is routed: without the server's name, and several slashes in a row are one, because a base URL that ends
 * in a slash and a path that begins with one are put together everywhere. The query stays as it is.
 */
export function withSingleSlashes(given: string): string {
  const rest = given.replace(ABSOLUTE, '');
  const target = rest === given || rest.startsWith('/') ? rest : `/${rest}`;
  const end = target.indexOf('?');
  const path = end === -1 ? target : target.slice(0, end);
  if (!path.startsWith('/') || !path.includes('//')) return target;
  return path.replaceAll(/\/{2,}/g, '/') + (end === -1 ? '' : target.slice(end));
}

/** The path of a target as routes are named: without its query, with single slashes, and without one at its end. */
export function routedPath(target: string): string {
  const [path = '/'] = withSingleSlashes(target).split('?');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A query's parameters. One without a value is absent, as in a body; one sent twice is a list, which no schema here takes. */
export function parseQuery(text: string): Record<string, string | string[]> {
  const given = Object.entries(parse(text)).flatMap(([name, value]) => {
    const values = [value ?? []].flat().filter((one) => one !== '');
    const [only] = values;
    if (only === undefined) return [];
    return [[name, values.length === 1 ? only : values] as const];
  });
  return Object.assign(Object.create(null) as Record<string, string | string[]>, Object.fromEntries(given));
}
