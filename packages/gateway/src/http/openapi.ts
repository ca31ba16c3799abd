import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import type { TSchema } from 'typebox';
import { GRANT_TYPES } from '../authorization/clients/grant-types.ts';
import type { Route } from '../dialects/route.ts';

const TAGS = [
  { name: 'oauth', description: 'The standards: tokens, keys and metadata' },
  { name: 'active911', description: 'Consent, tokens and data as Active911 applications speak them' },
  { name: 'prepared', description: 'Incident events as Prepared integrations read them' },
  { name: 'rapidsos', description: 'Alerts and deeplinks as RapidSOS integrations speak them' },
  { name: 'native', description: 'The native API: the portal, administration and reading' },
];

const TOKEN_PARAMETERS = {
  type: 'object',
  required: ['grant_type'],
  properties: {
    grant_type: { type: 'string', enum: [...GRANT_TYPES] },
    client_id: { type: 'string', description: 'here, or by HTTP Basic' },
    client_secret: { type: 'string', description: 'here, or by HTTP Basic' },
    scope: { type: 'string', description: 'separated by spaces; all of the client without it' },
    username: { type: 'string', description: 'password grant: e-mail of the user' },
    password: { type: 'string', description: 'password grant' },
    code: { type: 'string', description: 'authorization_code grant' },
    code_verifier: { type: 'string', description: 'authorization_code grant (PKCE)' },
    redirect_uri: { type: 'string', description: 'authorization_code grant: as it was asked with' },
    device_code: { type: 'string', description: 'device code grant' },
    refresh_token: { type: 'string', description: 'refresh_token grant' },
  },
} as const;

const TOKEN_ABOUT = {
  type: 'object',
  required: ['token'],
  properties: {
    token: { type: 'string', description: 'access or refresh token' },
    token_type_hint: { type: 'string', description: 'not needed' },
    client_id: { type: 'string', description: 'here, or by HTTP Basic' },
    client_secret: { type: 'string', description: 'here, or by HTTP Basic' },
  },
} as const;

const PUSHED_PARAMETERS = {
  type: 'object',
  required: ['response_type', 'code_challenge', 'code_challenge_method'],
  properties: {
    response_type: { type: 'string', enum: ['code'] },
    code_challenge: { type: 'string', description: 'base64url of the SHA-256 of the verifier (PKCE)' },
    code_challenge_method: { type: 'string', enum: ['S256'] },
    redirect_uri: { type: 'string', description: 'may be left out where one is registered' },
    scope: { type: 'string', description: 'separated by spaces; all of the client without it' },
    state: { type: 'string', description: 'comes back unchanged' },
    client_id: { type: 'string', description: 'here, or by HTTP Basic' },
    client_secret: { type: 'string', description: 'here, or by HTTP Basic' },
  },
} as const;

const DEVICE_PARAMETERS = {
  type: 'object',
  required: ['client_id'],
  properties: {
    client_id: { type: 'string', description: 'here, or by HTTP Basic' },
    client_secret: { type: 'string', description: 'here, or by HTTP Basic' },
    scope: { type: 'string', description: 'separated by spaces; all of the client without it' },
  },
} as const;

const BODIES = {
  '/oauth/token': TOKEN_PARAMETERS,
  '/oauth/v2/token': TOKEN_PARAMETERS,
  '/oauth/par': PUSHED_PARAMETERS,
  '/oauth/device_authorization': DEVICE_PARAMETERS,
  '/interface/open_api/token.php': TOKEN_PARAMETERS,
  '/interface/dev/api_access.php': {
    type: 'object',
    required: ['refresh_token'],
    properties: { refresh_token: { type: 'string' } },
  },
  '/oauth/revoke': TOKEN_ABOUT,
  '/oauth/introspect': TOKEN_ABOUT,
};

/** Token bodies are read by what they are, not validated by a schema, so their shape is documented apart. */
function withTokenBodies<D extends { paths?: object }>(document: D): D {
  const paths = (document.paths ?? {}) as Record<string, { post?: { requestBody?: object } }>;
  for (const [path, schema] of Object.entries(BODIES)) {
    const operation = paths[path]?.post;
    if (operation === undefined) continue;
    operation.requestBody = {
      required: true,
      content: { 'application/x-www-form-urlencoded': { schema }, 'application/json': { schema } },
    };
  }
  return document;
}

/** Collects every route's schema into one OpenAPI document. Register it before the routes. */
export async function collectOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new Error('the document is OpenAPI 3');
      return withTokenBodies(document.openapiObject);
    },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sallyport',
        version: '0.1.0',
        description: 'The access gateway for emergency-response data.',
      },
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          session: { type: 'apiKey', in: 'cookie', name: 'sallyport_session' },
          developer: { type: 'apiKey', in: 'cookie', name: 'sallyport_developer' },
        },
      },
    },
  });
}

function securityOf({ access }: Route<never>): Record<string, string[]>[] {
  switch (access.kind) {
    case 'public':
      return [];
    case 'token':
      return [{ bearer: [access.scope] }];
    case 'reader':
      return [{ bearer: [access.scope] }, { session: [] }];
    case 'developer':
      return [{ developer: [] }];
    default:
      return [{ session: [] }];
  }
}

/** What is not JSON is bytes, which the use case recognises by itself. */
function withMedia(schema: TSchema): FastifySchema['body'] {
  const media = ['image/*', 'video/*', 'audio/*', 'application/pdf'].map((type) => [type, { schema: {} }]);
  return { content: { 'application/json': { schema }, ...Object.fromEntries(media) } };
}

/** A route's schema for Fastify: what it validates, serialises and documents. */
export function fastifySchemaOf(route: Route<never>): FastifySchema {
  const { params, query, body, responses } = route.schema;
  const response: Record<string, TSchema | object> = {
    '4xx': route.dialect.refusalSchema,
    '5xx': route.dialect.refusalSchema,
  };
  for (const [status, schema] of Object.entries(responses)) {
    response[status] = schema ?? { type: 'null', description: status === '200' ? 'A page' : 'Nothing' };
  }
  return {
    summary: route.summary,
    tags: [route.dialect.name],
    security: securityOf(route),
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body: route.body === 'json-or-media' ? withMedia(body) : body }),
    response,
  };
}
