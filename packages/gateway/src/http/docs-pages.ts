import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { ERROR_CATALOGUE, refuse } from '../kernel/errors.ts';
import { pageOf, STYLE, STYLE_PATH } from './docs-site/layout.ts';
import { DOCUMENTS_ROOT, findPages } from './docs-site/pages.ts';
import { FixedAnswer } from './fixed-answer.ts';

const ERRORS_PATH = '/docs/errors';

/** The page that every problem document links to: what each code means. */
function errorPage(): string {
  const entries = Object.entries(ERROR_CATALOGUE).map(
    ([code, { status, title }]) => `<dt id="${code}"><code>${code}</code> ${status}</dt><dd>${title}.</dd>`,
  );
  const html = `<h1>Errors</h1><p>Every refusal has one of these codes.</p><dl>${entries.join('')}</dl>`;
  return pageOf({ path: ERRORS_PATH, title: 'Errors', html });
}

/** Every document's page at `/docs`, rendered by the first request for it. Only documents that are there are found. */
export function serveDocs(
  app: FastifyInstance,
  headers: Readonly<Record<string, string>>,
  root = DOCUMENTS_ROOT,
): void {
  const documents = findPages(root);
  const published = new Set(documents.values());
  const pages = new Map(
    [...documents].map(([path, document]) => [
      path,
      new FixedAnswer(async () => {
        const { renderMarkdown } = await import('./docs-site/render-markdown.ts');
        const markdown = await readFile(join(root, document), 'utf8');
        return pageOf({ path, ...renderMarkdown(document, markdown, published) });
      }),
    ]),
  );
  pages.set(ERRORS_PATH, new FixedAnswer(async () => errorPage()));
  const style = new FixedAnswer(async () => STYLE);
  app.get(STYLE_PATH, async (request, reply) =>
    style.send(request, reply.header('cache-control', 'no-cache').type('text/css; charset=utf-8')),
  );
  for (const route of ['/docs', '/docs/*']) {
    app.get<{ Params: { '*'?: string } }>(route, async (request, reply) => {
      const name = (request.params['*'] ?? '').replace(/\/$/, '');
      const page = pages.get(name === '' ? '/docs' : `/docs/${name}`);
      if (page === undefined) throw refuse.notFound({ description: 'Nothing is served at this path' });
      return page.send(request, reply.headers(headers).type('text/html; charset=utf-8'));
    });
  }
}
