import Fastify from 'fastify';
import type { Served } from '../dialects/route.ts';
import { collectOpenApi, fastifySchemaOf } from './openapi.ts';
import { httpRouteOf } from './socket-as-route.ts';

/** The OpenAPI document of every route, made without a server, a database or a socket. */
export async function openApiDocument({ routes, sockets }: Pick<Served<never>, 'routes' | 'sockets'>): Promise<object> {
  const app = Fastify({ logger: false });
  await collectOpenApi(app);
  for (const route of [...routes, ...sockets.map(httpRouteOf)]) {
    const { method, path: url } = route;
    app.route({ method, url, schema: fastifySchemaOf(route), exposeHeadRoute: false, handler: async () => null });
  }
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}
