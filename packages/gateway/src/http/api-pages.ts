import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { serveDocs } from './docs-pages.ts';
import { FixedAnswer } from './fixed-answer.ts';
import { madeOnce } from './made-once.ts';

const API_PATH = '/docs/api';
const SCRIPT_PATH = '/docs/js/scalar.js';
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

/** The viewer on a server of its own: 4 MB of script that most processes are never asked for, so loaded when one is. */
async function buildViewer(): Promise<FastifyInstance> {
  const { default: apiReference } = await import('@scalar/fastify-api-reference');
  const viewer = Fastify({ logger: false, routerOptions: { ignoreTrailingSlash: true } });
  await viewer.register(apiReference, {
    routePrefix: API_PATH,
    configuration: {
      url: '/openapi.json',
      cdn: SCRIPT_PATH,
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

/**
 * The documentation at `/docs`; `/openapi.json`, `/asyncapi.json`, and `/docs/api`, which shows the first. Nothing is loaded
 * from elsewhere, and each is made by the first request for it.
 */
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
  serveDocs(app, { ...pageHeaders, 'cache-control': 'no-cache' });
  const script = new FixedAnswer(() => viewed(`${API_PATH}/js/scalar.js`));
  const page = new FixedAnswer(() => viewed(`${API_PATH}/`));
  const hashes = madeOnce(async () => scriptHashes(String(await viewed(`${API_PATH}/`))));
  app.get(API_PATH, async (request, reply) =>
    page.send(request, reply.headers(withPolicy(pageHeaders, await hashes())).type('text/html; charset=utf-8')),
  );
  app.get(SCRIPT_PATH, async (request, reply) =>
    script.send(request, reply.header('cache-control', 'no-cache').type('text/javascript; charset=utf-8')),
  );
}
