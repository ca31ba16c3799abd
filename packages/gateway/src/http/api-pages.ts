import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { ERROR_CATALOGUE } from '../kernel/errors.ts';
import { FixedAnswer } from './fixed-answer.ts';
import { madeOnce } from './made-once.ts';

const HTML = 'text/html; charset=utf-8';
const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** The hashes by which a strict policy allows exactly this page's own scripts. */
function scriptHashes(html: string): string {
  return [...html.matchAll(INLINE_SCRIPT)]
    .map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    .join(' ');
}

/** These pages bring their own style elements and the scripts of those hashes; nothing else differs from the portal's. */
function withPolicy(pageHeaders: Readonly<Record<string, string>>, hashes: string): Record<string, string> {
  const policy = (pageHeaders['content-security-policy'] ?? '')
    .replace("script-src 'self'", `script-src 'self' ${hashes}`.trim())
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
  // The same for everybody, and distinguished by its ETag.
  return { ...pageHeaders, 'content-security-policy': policy, 'cache-control': 'no-cache' };
}

/** The page that every problem document links to: what each code means. */
function errorPage(): string {
  const entries = Object.entries(ERROR_CATALOGUE).map(
    ([code, { status, title }]) => `<dt id="${code}"><code>${code}</code> ${status}</dt><dd>${title}.</dd>`,
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<title>Sallyport errors</title>',
    '<style>:root{color-scheme:dark light}body{font:16px/1.6 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}',
    'dt{margin-top:1rem;font-weight:600}dd{margin:0}:target{outline:2px solid;outline-offset:4px}</style>',
    `<main><h1>Errors</h1><p>Every refusal has one of these codes.</p><dl>${entries.join('')}</dl></main></html>`,
  ].join('');
}

/** The viewer on a server of its own: 4 MB of script that most processes are never asked for, so loaded when one is. */
async function buildViewer(): Promise<FastifyInstance> {
  const { default: apiReference } = await import('@scalar/fastify-api-reference');
  const viewer = Fastify({ logger: false, routerOptions: { ignoreTrailingSlash: true } });
  await viewer.register(apiReference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      cdn: '/docs/js/scalar.js',
      pageTitle: 'Sallyport API',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    },
  });
  return viewer;
}

/** `/openapi.json`, `/asyncapi.json`, and `/docs` which shows the first, with nothing loaded from elsewhere. Each is made by the first request for it. */
export function serveApiPages(
  app: FastifyInstance,
  pageHeaders: Readonly<Record<string, string>>,
  documents: { readonly openapi: () => object; readonly asyncapi: () => object },
  build: () => Promise<FastifyInstance> = buildViewer,
): void {
  const viewer = madeOnce(build);
  const viewed = async (url: string) => {
    const { statusCode, rawPayload } = await (await viewer()).inject(url);
    if (statusCode !== 200) throw new Error(`the viewer answered ${statusCode} to ${url}`);
    return rawPayload;
  };
  for (const [name, document] of Object.entries(documents)) {
    const fixed = new FixedAnswer(async () => JSON.stringify(document()));
    app.get(`/${name}.json`, async (request, reply) =>
      fixed.send(request, reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8')),
    );
  }
  const errors = new FixedAnswer(async () => errorPage());
  const script = new FixedAnswer(() => viewed('/docs/js/scalar.js'));
  const page = new FixedAnswer(() => viewed('/docs/'));
  const hashes = madeOnce(async () => scriptHashes(String(await viewed('/docs/'))));
  app.get('/docs/errors', async (request, reply) =>
    errors.send(request, reply.headers(withPolicy(pageHeaders, '')).type(HTML)),
  );
  app.get('/docs', async (request, reply) => {
    return page.send(request, reply.headers(withPolicy(pageHeaders, await hashes())).type(HTML));
  });
  app.get('/docs/js/scalar.js', async (request, reply) =>
    script.send(request, reply.header('cache-control', 'no-cache').type('text/javascript; charset=utf-8')),
  );
}
