import { VERSION } from '../../config/version.ts';
import type { Documented } from '../../dialects/routing/dialect.ts';
import { httpRouteOf } from '../sockets/socket-as-route.ts';
import { Components } from './components.ts';
import { operationOf } from './operation.ts';
import { Refusals } from './refusals.ts';
import { securitySchemesOf } from './security.ts';
import { tagsOf } from './tags.ts';
import { WEBHOOK_HEADERS, webhooksOf } from './webhooks.ts';

const SERVERS = [
  { url: '/', description: 'The server that this document comes from' },
  { url: 'http://127.0.0.1:8911', description: 'The sandbox, as `npm start` starts it' },
];

/**
 * The OpenAPI document of every route of the dialects: the schemas that validate what comes and encode what is answered.
 * Those of `schemas` stand in it once, by their names. The same dialects give the same document. Throws where two operations
 * have one id.
 */
export function openApiDocument({ dialects, schemas, scopes, refusals: ofUseCases }: Documented<never>): object {
  const components = new Components(schemas);
  const refusals = new Refusals(components);
  const { tags, groups, ofOperation } = tagsOf(dialects);
  const paths: Record<string, Record<string, object>> = {};
  const operationIds = new Set<string>();
  for (const { name: dialect, routes, sockets } of dialects) {
    const upgrades = Object.entries(sockets).map(([id, socket]) => [id, httpRouteOf(socket)] as const);
    for (const [operationId, route] of [...Object.entries(routes), ...upgrades]) {
      if (operationIds.has(operationId)) throw new Error(`two operations are called ${operationId}`);
      operationIds.add(operationId);
      const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
      const tag = ofOperation.get(operationId) ?? dialect;
      paths[path] = {
        ...paths[path],
        [route.method.toLowerCase()]: operationOf(route, {
          operationId,
          tag,
          components,
          refused: refusals.of(route, dialect, ofUseCases[operationId] ?? []),
        }),
      };
    }
  }
  const webhooks = webhooksOf(dialects, components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sallyport',
      version: VERSION,
      description: 'The access gateway for emergency-response data.',
    },
    servers: SERVERS,
    tags,
    'x-tagGroups': groups,
    paths,
    webhooks,
    components: {
      schemas: components.schemas(),
      parameters: WEBHOOK_HEADERS,
      responses: refusals.responses(),
      securitySchemes: securitySchemesOf(scopes),
    },
  };
}
