import type { FastifySchema } from 'fastify';
import type { TSchema } from 'typebox';
import type { Route } from '../dialects/routing/route.ts';

/** What is not JSON is bytes, which the use case recognises by itself. */
function withMedia(schema: TSchema): FastifySchema['body'] {
  const media = ['image/*', 'video/*', 'audio/*', 'application/pdf'].map((type) => [type, { schema: {} }]);
  return { content: { 'application/json': { schema }, ...Object.fromEntries(media) } };
}

/** A route's schema for Fastify: what it validates and serialises. */
export function fastifySchemaOf({ schema, errors, body: kind }: Route<never>): FastifySchema {
  const { params, query, body, responses } = schema;
  const response: Record<string, TSchema | object> = { '4xx': errors.schema, '5xx': errors.schema };
  for (const [status, answered] of Object.entries(responses)) response[status] = answered ?? { type: 'null' };
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body: kind === 'json-or-media' ? withMedia(body) : body }),
    response,
  };
}
