import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../packages/portal/src/', import.meta.url));

/** The files that state addresses, with the address under which each stands. */
const FILES = [
  { file: 'app/routing.tsx', under: '' },
  { file: 'admin/admin-page.tsx', under: '/portal/admin' },
  { file: 'developers/developer-pages.tsx', under: '/developers' },
] as const;

const PATH = /^<Route\b[^{]*?\bpath="([^"]*)"/;
const INDEX = /^<Route\s+index\b/;

/** The text of a tag that begins there: up to its `>`, braces with whatever they have left aside. */
function tagAt(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (text[at] === '>' && depth === 0) return text.slice(start, at + 1);
  }
  throw new Error(`a <Route> at ${start} has no end`);
}

const joined = (under: string, path: string) =>
  path.startsWith('/') ? path : `${under}${path === '' ? '' : `/${path}`}`;

/**
 * The addresses that the source of a component states by `<Route>`, those of nested ones whole. What only sends on is none, and neither
 * is one that ends in `/*`: its own file has the rest.
 */
export function routesIn(source: string, under: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const { index, 0: begin } of source.matchAll(/<\/Route>|<Route\b/g)) {
    if (begin === '</Route>') {
      open.pop();
      continue;
    }
    const tag = tagAt(source, index);
    const address = joined(open.at(-1) ?? under, PATH.exec(tag)?.[1] ?? '');
    if (!tag.endsWith('/>')) {
      open.push(address);
      continue;
    }
    const isPage = PATH.test(tag) || INDEX.test(tag);
    if (isPage && !tag.includes('<Navigate') && !address.endsWith('/*')) found.push(address);
  }
  return found;
}

/** Every address of the portal that has a page, as the router states it, and `*` for one that has none. */
export function portalRoutes(): string[] {
  const routes = FILES.flatMap(({ file, under }) => routesIn(readFileSync(`${SOURCES}${file}`, 'utf8'), under));
  return [...new Set([...routes, '*'])];
}
