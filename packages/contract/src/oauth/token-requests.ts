import { type Static, Type } from 'typebox';
import { ClientAuthentication } from './client-authentication.ts';

const client = ClientAuthentication.properties;
const Scope = Type.Optional(
  Type.String({
    description: 'Scopes with spaces between them; all that the client may have where it is missing',
    examples: ['alerts deeplinks'],
  }),
);

/** Form of a token path: the client acts for itself (RFC 6749 section 4.4.2). */
export const ClientCredentialsRequest = Type.Object({
  grant_type: Type.Literal('client_credentials', { description: 'The grant' }),
  scope: Scope,
  ...client,
});
export type ClientCredentialsRequest = Static<typeof ClientCredentialsRequest>;

/** Form of a token path: the client acts for a person who gave it their password (RFC 6749 section 4.3.2). */
export const PasswordRequest = Type.Object({
  grant_type: Type.Literal('password', { description: 'The grant' }),
  username: Type.String({ maxLength: 254, description: "The person's e-mail", examples: ['agent@sandbox.test'] }),
  password: Type.String({ maxLength: 1024, description: 'Their password', examples: ['sandbox-agent-pass-911'] }),
  scope: Scope,
  ...client,
});
export type PasswordRequest = Static<typeof PasswordRequest>;

/** Form of a token path: an agency has allowed the application (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export const AuthorizationCodeRequest = Type.Object({
  grant_type: Type.Literal('authorization_code', { description: 'The grant' }),
  code: Type.String({ description: 'What the browser brought back; it works once', examples: ['b0Qb6mE2vYk7'] }),
  code_verifier: Type.Optional(
    Type.String({
      description: 'The secret whose hash was the code_challenge',
      examples: ['dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
    }),
  ),
  redirect_uri: Type.Optional(
    Type.String({ description: 'As in the authorization request', examples: ['https://app.example/callback'] }),
  ),
  ...client,
});
export type AuthorizationCodeRequest = Static<typeof AuthorizationCodeRequest>;

/** Form of a token path: a person has answered the device (RFC 8628 section 3.4). */
export const DeviceCodeRequest = Type.Object({
  grant_type: Type.Literal('urn:ietf:params:oauth:grant-type:device_code', { description: 'The grant' }),
  device_code: Type.String({
    description: 'The device_code of the device authorization',
    examples: ['GmRhmhcxhwAzkoEqiMEg'],
  }),
  ...client,
});
export type DeviceCodeRequest = Static<typeof DeviceCodeRequest>;

/** Form of a token path: a newer access token of the same grant (RFC 6749 section 6). */
export const RefreshTokenRequest = Type.Object({
  grant_type: Type.Literal('refresh_token', { description: 'The grant' }),
  refresh_token: Type.String({ description: 'The newest refresh token', examples: ['v1.Zk3mT0q8'] }),
  scope: Type.Optional(
    Type.String({
      description: 'Scopes with spaces between them, none beyond the grant; those of the grant where it is missing',
      examples: ['read_alert'],
    }),
  ),
  ...client,
});
export type RefreshTokenRequest = Static<typeof RefreshTokenRequest>;

/** Form of `POST /oauth/revoke` (RFC 7009 section 2.1). */
export const RevocationRequest = Type.Object({
  token: Type.String({ description: 'An access or refresh token of this client', examples: ['v1.Zk3mT0q8'] }),
  ...client,
});
export type RevocationRequest = Static<typeof RevocationRequest>;

/** Form of `POST /oauth/introspect` (RFC 7662 section 2.1). */
export const IntrospectionRequest = Type.Object({
  token: Type.String({ description: 'An access or refresh token', examples: ['v1.Zk3mT0q8'] }),
  ...client,
});
export type IntrospectionRequest = Static<typeof IntrospectionRequest>;
