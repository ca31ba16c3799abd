import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/options.ts';
import type { Readiness } from '../kernel/readiness.ts';
import type { UndeclaredProxies } from './client-address.ts';
import type { Metrics } from './metrics.ts';
import { hasMetricsToken } from './metrics-listener.ts';

/**
 * `/healthz`: the process answers. `/readyz`: 200 where every part is ready, otherwise 503, with each part by name, the address that
 * the asker has for this server, and whether a proxy that is not declared forwards requests.
 * `/metrics`: with the metrics token; without one it is not here.
 */
export function serveOperations(
  app: FastifyInstance,
  { readiness, undeclared }: { readiness: Readiness; undeclared: UndeclaredProxies },
  config: Config,
  metrics: Metrics,
): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    const { newest } = undeclared;
    const { status, parts: states } = await readiness.report();
    const body = {
      status,
      parts: Object.fromEntries(
        Object.entries(states).map(([name, { status: own, reason, ageSeconds }]) => [
          name,
          {
            status: own,
            ...(reason !== undefined && { reason }),
            ...(ageSeconds !== undefined && { age_seconds: ageSeconds }),
          },
        ]),
      ),
      client_address: request.source,
      ...(newest !== null && { undeclared_proxy: { header: newest.header, seconds_ago: newest.secondsAgo } }),
    };
    reply.header('cache-control', 'no-store');
    return status === 'ready' ? body : reply.code(503).header('retry-after', '1').send(body);
  });
  app.get('/metrics', async (request, reply) => {
    if (!hasMetricsToken(config, request.headers.authorization)) return reply.callNotFound();
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
