import type { FastifySchema } from 'fastify';
import type { TSchema } from 'typebox';
import type { Route } from '../dialects/routing/route.ts';

/** What is not JSON is bytes, which the use case recognises by itself. */
function withMedia(schema: TSchema): FastifySchema['body'] {
  const media = ['image/*', 'video/*', 'audio/*', 'application/pdf'].map((type) => [type, { schema: {} }]);
  return { content: { 'application/json': { schema }, ...Object.fromEntries(media) } };
}

/** What Fastify validates of a body. Handlers read parameters by `readParameters`, in the order in which their standards refuse them. */
function bodySchemaOf({ schema: { body }, body: kind }: Route<never>): FastifySchema['body'] {
  if (body === undefined || kind === 'form-or-json' || kind === 'fields') return undefined;
  return kind === 'json-or-media' ? withMedia(body) : body;
}

/** A route's schema for Fastify: what it validates and serialises. */
export function fastifySchemaOf(route: Route<never>): FastifySchema {
  const { schema, errors } = route;
  const { params, query, responses } = schema;
  const body = bodySchemaOf(route);
  const response: Record<string, TSchema | object> = { '4xx': errors.schema, '5xx': errors.schema };
  for (const [status, answered] of Object.entries(responses)) response[status] = answered ?? { type: 'null' };
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body !== undefined && { body }),
    response,
  };
}
