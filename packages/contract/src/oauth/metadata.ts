import { type Static, Type } from 'typebox';

/** `GET /.well-known/oauth-authorization-server` (RFC 8414) and `GET /.well-known/openid-configuration` (OpenID Connect Discovery 1.0 section 3): one document. */
export const AuthorizationServerMetadata = Type.Object({
  issuer: Type.String({ description: 'The server, as tokens name it in `iss`', examples: ['https://gateway.example'] }),
  authorization_endpoint: Type.String({
    description: 'Where a browser asks an agency',
    examples: ['https://gateway.example/oauth/authorize'],
  }),
  token_endpoint: Type.String({ description: 'The token path', examples: ['https://gateway.example/oauth/token'] }),
  revocation_endpoint: Type.String({
    description: 'Where a token is ended (RFC 7009)',
    examples: ['https://gateway.example/oauth/revoke'],
  }),
  introspection_endpoint: Type.String({
    description: 'Where a token is looked at (RFC 7662)',
    examples: ['https://gateway.example/oauth/introspect'],
  }),
  device_authorization_endpoint: Type.String({
    description: 'Where a device asks an agency (RFC 8628)',
    examples: ['https://gateway.example/oauth/device_authorization'],
  }),
  pushed_authorization_request_endpoint: Type.String({
    description: 'Where an authorization request is pushed (RFC 9126)',
    examples: ['https://gateway.example/oauth/par'],
  }),
  require_pushed_authorization_requests: Type.Boolean({ description: 'True where requests must be pushed' }),
  jwks_uri: Type.String({
    description: 'The keys that access tokens are signed with',
    examples: ['https://gateway.example/oauth/jwks.json'],
  }),
  scopes_supported: Type.Array(Type.String(), { description: 'Every scope', examples: [['alerts', 'deeplinks']] }),
  response_types_supported: Type.Array(Type.String(), {
    description: 'What an authorization request may ask for',
    examples: [['code']],
  }),
  response_modes_supported: Type.Array(Type.String(), { description: 'How its answer comes', examples: [['query']] }),
  grant_types_supported: Type.Array(Type.String(), {
    description: 'The grants of the token path',
    examples: [['client_credentials', 'refresh_token']],
  }),
  token_endpoint_auth_methods_supported: Type.Array(Type.String(), {
    description: 'How a client may be known at the token path',
    examples: [['client_secret_basic', 'private_key_jwt']],
  }),
  token_endpoint_auth_signing_alg_values_supported: Type.Array(Type.String(), {
    description: "Algorithms of a client's assertion there",
    examples: [['ES256']],
  }),
  revocation_endpoint_auth_methods_supported: Type.Array(Type.String(), {
    description: 'How a client may be known where a token is ended',
    examples: [['client_secret_basic', 'private_key_jwt']],
  }),
  revocation_endpoint_auth_signing_alg_values_supported: Type.Array(Type.String(), {
    description: "Algorithms of a client's assertion there",
    examples: [['ES256']],
  }),
  introspection_endpoint_auth_methods_supported: Type.Array(Type.String(), {
    description: 'How a client may be known where a token is looked at',
    examples: [['client_secret_basic', 'private_key_jwt']],
  }),
  introspection_endpoint_auth_signing_alg_values_supported: Type.Array(Type.String(), {
    description: "Algorithms of a client's assertion there",
    examples: [['ES256']],
  }),
  dpop_signing_alg_values_supported: Type.Array(Type.String(), {
    description: 'Algorithms of a DPoP proof (RFC 9449)',
    examples: [['ES256']],
  }),
  code_challenge_methods_supported: Type.Array(Type.String(), {
    description: 'Methods of PKCE (RFC 7636)',
    examples: [['S256']],
  }),
  authorization_response_iss_parameter_supported: Type.Boolean({
    description: 'True: an authorization answer names the server (RFC 9207)',
  }),
  userinfo_endpoint: Type.String({
    description: 'Who signed in, by an access token',
    examples: ['https://gateway.example/oauth/userinfo'],
  }),
  end_session_endpoint: Type.String({
    description: 'Where an application sends a browser to sign its person out',
    examples: ['https://gateway.example/oauth/logout'],
  }),
  backchannel_logout_supported: Type.Boolean({
    description: 'True: a logout token is sent to a client with a backchannel_logout_uri',
  }),
  backchannel_logout_session_supported: Type.Boolean({ description: 'True: every logout token has a sid' }),
  subject_types_supported: Type.Array(Type.String(), {
    description: '`public`: a person has the same sub for every client',
    examples: [['public']],
  }),
  id_token_signing_alg_values_supported: Type.Array(Type.String(), {
    description: 'The algorithm of ID tokens: the one that this server signs with',
    examples: [['ES256']],
  }),
  claims_supported: Type.Array(Type.String(), {
    description: 'Of ID tokens and userinfo',
    examples: [['sub', 'name']],
  }),
  acr_values_supported: Type.Array(Type.String(), {
    description: 'How a sign-in is described: the assurance levels of NIST SP 800-63B',
    examples: [['http://idmanagement.gov/ns/assurance/aal/2']],
  }),
  prompt_values_supported: Type.Array(Type.String(), { description: 'Values of prompt', examples: [['none']] }),
  claims_parameter_supported: Type.Boolean({ description: 'False: the parameter claims is ignored' }),
  request_parameter_supported: Type.Boolean({ description: 'False: no request object is read' }),
  request_uri_parameter_supported: Type.Boolean({ description: 'False: a request_uri is of a pushed request alone' }),
  service_documentation: Type.String({ description: 'The API pages', examples: ['https://gateway.example/docs'] }),
});
export type AuthorizationServerMetadata = Static<typeof AuthorizationServerMetadata>;

/** `GET /oauth/jwks.json` (RFC 7517). */
export const JsonWebKeySet = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.String({ description: 'Kind of key (RFC 7518 section 6.1)', examples: ['EC'] }),
      kid: Type.String({ description: "The key's id, as tokens name it", examples: ['2026-11-a'] }),
      use: Type.Literal('sig', { description: 'What it is for: signatures' }),
      alg: Type.String({ description: 'The algorithm of its signatures', examples: ['ES256'] }),
      crv: Type.String({ description: 'The curve', examples: ['P-256'] }),
      x: Type.String({
        description: "The point's first coordinate, in base64url",
        examples: ['f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU'],
      }),
      y: Type.Optional(
        Type.String({
          description: "The point's second coordinate, in base64url",
          examples: ['x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'],
        }),
      ),
    }),
    { description: 'The next, the current and previous keys' },
  ),
});
export type JsonWebKeySet = Static<typeof JsonWebKeySet>;
