import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/options.ts';
import type { GatewayParts } from '../dialects/route.ts';
import type { Metrics } from './metrics.ts';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** `/healthz`: the process answers. `/readyz`: it can read its database. `/metrics`: to loopback, or with the metrics token. */
export function serveOperations(app: FastifyInstance, parts: GatewayParts, config: Config, metrics: Metrics): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await parts.database.isReachable();
      return { status: 'ready' };
    } catch (err) {
      parts.log.warn({ err }, 'not ready: the database does not answer');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const { metricsToken } = config;
    const isAllowed =
      metricsToken === null ? LOOPBACK.test(request.ip) : request.headers.authorization === `Bearer ${metricsToken}`;
    if (!isAllowed) return reply.callNotFound();
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
