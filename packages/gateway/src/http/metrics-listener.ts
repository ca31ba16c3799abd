import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { readListenAddress } from '../config/listen-address.ts';
import type { Config } from '../config/options.ts';
import { hashSecret } from '../kernel/secrets.ts';
import type { Metrics } from './metrics.ts';

const NOT_FOUND = 404;

/** True where a request has the metrics token. Without a token nobody has it. */
export function hasMetricsToken(
  { metricsToken }: Pick<Config, 'metricsToken'>,
  authorization: string | undefined,
): boolean {
  if (metricsToken === null) return false;
  const digest = (text: string) => Buffer.from(hashSecret(text));
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${metricsToken}`));
}

/** Serves `/metrics`, and nothing else, on an address of its own until the server closes. The server does not start without it. */
export function listenForMetrics(app: FastifyInstance, config: Config, metrics: Metrics): void {
  const address = config.metricsListen === null ? null : readListenAddress(config.metricsListen);
  if (address === null) return;
  const server = createServer((request, response) => {
    const isAllowed = config.metricsToken === null || hasMetricsToken(config, request.headers.authorization);
    const [path] = (request.url ?? '').split('?', 1);
    if (!isAllowed || path !== '/metrics' || request.method !== 'GET') {
      response.writeHead(NOT_FOUND).end();
      return;
    }
    metrics.registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
      () => response.destroy(),
    );
  });
  app.addHook('onReady', async () => {
    server.listen(address);
    await once(server, 'listening');
    server.unref();
  });
  app.addHook('onClose', async () => {
    server.closeAllConnections();
    server.close();
  });
}
