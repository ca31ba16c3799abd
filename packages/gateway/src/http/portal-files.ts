import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../kernel/errors.ts';
import { type Encoded, FixedAnswer } from './fixed-answer.ts';

const MISSING = `<!doctype html><meta charset="utf-8"><title>Sallyport</title>
<p>The portal is not built yet. Run <code>npm run build</code>, or start with <code>npm start</code>, which builds it.</p>`;

/** Every kind of file that the portal's build makes; pictures and fonts are compressed as they are. */
const TYPES: Readonly<Record<string, { readonly type: string; readonly isCompressed?: true }>> = {
  '.js': { type: 'text/javascript; charset=utf-8' },
  '.mjs': { type: 'text/javascript; charset=utf-8' },
  '.css': { type: 'text/css; charset=utf-8' },
  '.json': { type: 'application/json; charset=utf-8' },
  '.svg': { type: 'image/svg+xml' },
  '.woff2': { type: 'font/woff2', isCompressed: true },
  '.png': { type: 'image/png', isCompressed: true },
  '.wasm': { type: 'application/wasm' },
};
const UNKNOWN_TYPE = { type: 'application/octet-stream', isCompressed: true } as const;
const COMPRESSED_TWIN = /\.(br|gz)$/;
/** Their names have a hash of their content in them. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The portal's page, read once. Every path of the portal answers with it; its scripts decide what to show. */
export function readPortalPage(portalDir: string): string {
  const file = join(portalDir, 'index.html');
  return existsSync(file) ? readFileSync(file, 'utf8') : MISSING;
}

/** The files that the build wrote beside this one, compressed. */
function encodedOf(file: string): Encoded {
  const beside = (ending: string) => (existsSync(`${file}${ending}`) ? () => readFile(`${file}${ending}`) : undefined);
  const [br, gzip] = [beside('.br'), beside('.gz')];
  return { ...(br && { br }), ...(gzip && { gzip }) };
}

/** Serves the portal's built files, each read once by the first who asks for it. Only names that the build made are found. */
export function servePortalFiles(app: FastifyInstance, portalDir: string): void {
  const root = join(portalDir, 'assets');
  if (!existsSync(root)) return;
  const names = readdirSync(root).filter((name) => !COMPRESSED_TWIN.test(name));
  const files = new Map(
    names.map((name) => {
      const { type, isCompressed = false } = TYPES[extname(name)] ?? UNKNOWN_TYPE;
      const file = join(root, name);
      const answer = new FixedAnswer(() => readFile(file), { isCompressed, encoded: encodedOf(file) });
      return [name, { type, answer }];
    }),
  );
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const file = files.get(request.params.name);
    if (file === undefined) throw refuse.notFound({ description: 'Nothing is served at this path' });
    return file.answer.send(request, reply.header('cache-control', FOR_EVER).type(file.type));
  });
}
