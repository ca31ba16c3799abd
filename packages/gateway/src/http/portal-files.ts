import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const MISSING = `<!doctype html><meta charset="utf-8"><title>Sallyport</title>
<p>The portal is not built yet. Run <code>npm run build</code>, or start with <code>npm start</code>, which builds it.</p>`;

/** The portal's page, read once. Every path of the portal answers with it; its scripts decide what to show. */
export function readPortalPage(portalDir: string): string {
  const file = join(portalDir, 'index.html');
  return existsSync(file) ? readFileSync(file, 'utf8') : MISSING;
}

/** Serves the portal's built files. Their names carry a hash of their content, so they never change. */
export async function servePortalFiles(app: FastifyInstance, portalDir: string): Promise<void> {
  const root = join(portalDir, 'assets');
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, { root, prefix: '/assets/', immutable: true, maxAge: '365d', index: false });
}
