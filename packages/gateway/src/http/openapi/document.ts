import type { Dialect } from '../../dialects/routing/dialect.ts';
import { httpRouteOf } from '../sockets/socket-as-route.ts';
import { Components } from './components.ts';
import { operationOf } from './operation.ts';

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  session: { type: 'apiKey', in: 'cookie', name: 'sallyport_session' },
  developer: { type: 'apiKey', in: 'cookie', name: 'sallyport_developer' },
};

/**
 * The OpenAPI document of every route of the dialects: the schemas that validate what comes and encode what is answered.
 * Those of `schemas` stand in it once, by their names.
 */
export function openApiDocument(
  dialects: readonly Dialect<never>[],
  schemas: Readonly<Record<string, unknown>>,
): object {
  const components = new Components(schemas);
  const paths: Record<string, Record<string, object>> = {};
  for (const { name: tag, routes, sockets } of dialects) {
    const upgrades = Object.entries(sockets).map(([id, socket]) => [id, httpRouteOf(socket)] as const);
    for (const [operationId, route] of [...Object.entries(routes), ...upgrades]) {
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      paths[path] = {
        ...paths[path],
        [route.method.toLowerCase()]: operationOf(route, { operationId, tag, components }),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sallyport',
      version: '0.1.0',
      description: 'The access gateway for emergency-response data.',
    },
    tags: dialects.map(({ name, description }) => ({ name, description })),
    paths,
    components: { schemas: components.schemas(), securitySchemes: SECURITY_SCHEMES },
  };
}
