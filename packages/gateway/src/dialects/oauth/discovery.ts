import { AuthorizationServerMetadata, JsonWebKeySet, SCOPES, UserInfo } from '@sallyport/contract';
import { PROOF_ALGORITHMS } from '../../authorization/clients/client-keys.ts';
import { GRANT_TYPES } from '../../authorization/clients/grant-types.ts';
import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import { PROMPTS } from '../../authorization/requests/openid-parameters.ts';
import { ACR_VALUES } from '../../authorization/sign-ins/sign-id-token.ts';
import type { Route } from '../routing/route.ts';
import { oauthErrors } from './errors.ts';

const PROVING_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
const ID_TOKEN_CLAIMS = ['iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'at_hash', 'sid'];
const CLAIMS = [...ID_TOKEN_CLAIMS, ...Object.keys(UserInfo.properties)];
const CACHED = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' };

const open = {
  method: 'GET',
  errors: oauthErrors,
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  isFixed: true,
} as const;

function serverMetadata({ publicUrl, keys }: { publicUrl: string; keys: KeyRing }): AuthorizationServerMetadata {
  return {
    issuer: publicUrl,
    authorization_endpoint: `${publicUrl}/oauth/authorize`,
    token_endpoint: `${publicUrl}/oauth/token`,
    revocation_endpoint: `${publicUrl}/oauth/revoke`,
    introspection_endpoint: `${publicUrl}/oauth/introspect`,
    device_authorization_endpoint: `${publicUrl}/oauth/device_authorization`,
    pushed_authorization_request_endpoint: `${publicUrl}/oauth/par`,
    require_pushed_authorization_requests: false,
    jwks_uri: `${publicUrl}/oauth/jwks.json`,
    scopes_supported: Object.keys(SCOPES),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [...GRANT_TYPES],
    token_endpoint_auth_methods_supported: [...PROVING_METHODS, 'none'],
    token_endpoint_auth_signing_alg_values_supported: [...PROOF_ALGORITHMS],
    revocation_endpoint_auth_methods_supported: [...PROVING_METHODS, 'none'],
    revocation_endpoint_auth_signing_alg_values_supported: [...PROOF_ALGORITHMS],
    introspection_endpoint_auth_methods_supported: PROVING_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: [...PROOF_ALGORITHMS],
    dpop_signing_alg_values_supported: [...PROOF_ALGORITHMS],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    userinfo_endpoint: `${publicUrl}/oauth/userinfo`,
    end_session_endpoint: `${publicUrl}/oauth/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [keys.current().algorithm],
    claims_supported: [...CLAIMS],
    acr_values_supported: Object.values(ACR_VALUES),
    prompt_values_supported: [...PROMPTS],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    service_documentation: `${publicUrl}/docs`,
  };
}

/** RFC 8414. */
export const metadata: Route<{ publicUrl: string; keys: KeyRing }> = {
  ...open,
  path: '/.well-known/oauth-authorization-server',
  summary: 'Metadata of the authorization server',
  schema: { responses: { 200: AuthorizationServerMetadata } },
  async handle(ports) {
    return {
      status: 200,
      headers: CACHED,
      body: serverMetadata(ports),
    };
  },
};

/** OpenID Connect Discovery 1.0 section 3: the same document. */
export const providerMetadata: typeof metadata = {
  ...metadata,
  path: '/.well-known/openid-configuration',
  summary: 'Metadata of the OpenID provider',
};

/** RFC 7517: the next, current and previous signing keys, so that a rotation surprises no verifier. */
export const jwks: Route<{ keys: KeyRing }> = {
  ...open,
  path: '/oauth/jwks.json',
  summary: 'Public signing keys',
  schema: { responses: { 200: JsonWebKeySet } },
  async handle({ keys }) {
    return { status: 200, headers: CACHED, body: { keys: keys.published() } };
  },
};
