import { AuthorizationServerMetadata, JsonWebKeySet, SCOPES } from '@sallyport/contract';
import type { Route } from '../route.ts';
import { oauth } from './errors.ts';
import { GRANT_TYPES } from './grant-token.ts';

const CACHED = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' };

const open = { method: 'GET', dialect: oauth, access: { kind: 'public' }, limit: 'reads', body: 'none' } as const;

/** RFC 8414. */
export const metadata: Route = {
  ...open,
  path: '/.well-known/oauth-authorization-server',
  summary: 'Metadata of the authorization server',
  schema: { responses: { 200: AuthorizationServerMetadata } },
  async handle({ parts: { publicUrl } }) {
    return {
      status: 200,
      headers: CACHED,
      body: {
        issuer: publicUrl,
        token_endpoint: `${publicUrl}/oauth/token`,
        jwks_uri: `${publicUrl}/oauth/jwks.json`,
        scopes_supported: Object.keys(SCOPES),
        response_types_supported: [],
        grant_types_supported: [...GRANT_TYPES],
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        service_documentation: `${publicUrl}/docs`,
      },
    };
  },
};

/** RFC 7517: the next, current and previous signing keys, so that a rotation surprises no verifier. */
export const jwks: Route = {
  ...open,
  path: '/oauth/jwks.json',
  summary: 'Public signing keys',
  schema: { responses: { 200: JsonWebKeySet } },
  async handle({ parts: { keys } }) {
    return { status: 200, headers: CACHED, body: { keys: keys.published() } };
  },
};
