import { type Static, Type } from 'typebox';
import { ClientAuthentication } from '../oauth/client-authentication.ts';

/** Clients repeat here the scopes they first asked for, of which the agency may have allowed fewer. */
const RepeatedScope = Type.Optional(
  Type.String({
    description: 'Scopes with spaces between them; what goes beyond the grant is left out',
    examples: ['read_agency read_alert'],
  }),
);

/** Form of `POST /interface/open_api/token.php`: an agency has allowed the application. The address has two names. */
export const Active911CodeRequest = Type.Object({
  grant_type: Type.Literal('authorization_code', { description: 'The grant' }),
  code: Type.String({ description: 'What the browser brought back; it works once', examples: ['b0Qb6mE2vYk7'] }),
  code_verifier: Type.Optional(
    Type.String({
      description: 'The secret whose hash was the code_challenge, where there was one',
      examples: ['dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
    }),
  ),
  redirect_uri: Type.Optional(
    Type.String({ description: 'As in the authorization request', examples: ['http://localhost'] }),
  ),
  redirection_uri: Type.Optional(
    Type.String({ description: 'The older name of redirect_uri', examples: ['http://localhost'] }),
  ),
  scope: RepeatedScope,
  ...ClientAuthentication.properties,
});
export type Active911CodeRequest = Static<typeof Active911CodeRequest>;

/** Form of `POST /interface/open_api/token.php`: a newer access token of the same grant. */
export const Active911RefreshRequest = Type.Object({
  grant_type: Type.Literal('refresh_token', { description: 'The grant' }),
  refresh_token: Type.String({ description: 'The newest refresh token', examples: ['v1.Zk3mT0q8'] }),
  scope: RepeatedScope,
  ...ClientAuthentication.properties,
});
export type Active911RefreshRequest = Static<typeof Active911RefreshRequest>;

/** Form of `POST /interface/dev/api_access.php`. */
export const PersonalAccessRequest = Type.Object({
  refresh_token: Type.String({ description: 'The personal refresh token', examples: ['v1.Zk3mT0q8'] }),
});
export type PersonalAccessRequest = Static<typeof PersonalAccessRequest>;

const Parameter = Type.Optional(Type.String({ maxLength: 2_048 }));

/** Parameters of `GET /interface/open_api/authorize_agency.php` (seed: Active911). Others are ignored. */
export const AuthorizeAgencyQuery = Type.Object({
  client_id: Parameter,
  response_type: Parameter,
  redirection_uri: Parameter,
  redirect_uri: Parameter,
  scope: Parameter,
  state: Parameter,
  code_challenge: Parameter,
  code_challenge_method: Parameter,
});
export type AuthorizeAgencyQuery = Static<typeof AuthorizeAgencyQuery>;

/** Success of `POST /interface/open_api/token.php`. */
export const Active911TokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.String({ description: 'seconds, as text' }),
  refresh_token: Type.String({
    description: 'the one that was sent, where the client keeps it; empty where it has none',
  }),
  scope: Type.String({ description: 'may be less than was asked for' }),
});
export type Active911TokenAnswer = Static<typeof Active911TokenAnswer>;

/** Refusal of the Active911 token paths (RFC 6749 section 5.2). */
export const Active911TokenRefusal = Type.Object({ error: Type.String(), error_description: Type.String() });
export type Active911TokenRefusal = Static<typeof Active911TokenRefusal>;

/** Success of `POST /interface/dev/api_access.php`. */
export const PersonalAccessAnswer = Type.Object({
  access_token: Type.String(),
  expiration: Type.Integer({ description: 'seconds since 1970 at which the token ends' }),
});
export type PersonalAccessAnswer = Static<typeof PersonalAccessAnswer>;
