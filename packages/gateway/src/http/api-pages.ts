import { createHash } from 'node:crypto';
import apiReference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** The hashes by which a strict policy allows exactly this page's own scripts. */
function scriptHashes(html: string): string {
  return [...html.matchAll(INLINE_SCRIPT)]
    .map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    .join(' ');
}

/** `/openapi.json`, and `/docs` which shows it, with nothing loaded from elsewhere. */
export async function serveApiPages(
  app: FastifyInstance,
  pageHeaders: Readonly<Record<string, string>>,
): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(async (docs) => {
    docs.addHook('onSend', async (_request, reply, payload) => {
      if (typeof payload !== 'string' || !String(reply.getHeader('content-type')).startsWith('text/html'))
        return payload;
      const policy = pageHeaders['content-security-policy'] ?? '';
      reply.headers({
        ...pageHeaders,
        'content-security-policy': policy.replace("script-src 'self'", `script-src 'self' ${scriptHashes(payload)}`),
      });
      return payload;
    });
    await docs.register(apiReference, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'Sallyport API',
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: 'never',
        hideClientButton: true,
      },
    });
  });
}
