import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
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
  client_id: described(Parameter, "The application's client", 'sandbox-responder'),
  response_type: described(Parameter, 'Must be `code`', 'code'),
  redirection_uri: described(
    Parameter,
    'Where the browser goes with the answer; one that is registered',
    'http://localhost',
  ),
  redirect_uri: described(Parameter, 'The standard name of redirection_uri', 'http://localhost'),
  scope: described(Parameter, 'Scopes with spaces between them', 'read_agency read_alert'),
  state: described(Parameter, 'Given back as it was sent', 'af0ifjsldkj'),
  code_challenge: described(
    Parameter,
    'SHA-256 of the code_verifier, in base64url, where the application uses PKCE',
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  ),
  code_challenge_method: described(Parameter, '`S256` where there is a code_challenge', 'S256'),
});
export type AuthorizeAgencyQuery = Static<typeof AuthorizeAgencyQuery>;

/** Success of `POST /interface/open_api/token.php`. */
export const Active911TokenAnswer = Type.Object({
  access_token: Type.String({
    description: 'The token: a JWT (RFC 9068)',
    examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94In0.c2lnbmF0dXJl'],
  }),
  token_type: Type.Literal('Bearer', { description: 'How it is sent' }),
  expires_in: Type.String({ description: 'For how many seconds it is good, as text', examples: ['86400'] }),
  refresh_token: Type.String({
    description: 'The one that was sent, where the client keeps it; empty where it has none',
    examples: ['v1.Zk3mT0q8'],
  }),
  scope: Type.String({
    description: 'Scopes with spaces between them; may be fewer than were asked for',
    examples: ['read_agency read_alert'],
  }),
});
export type Active911TokenAnswer = Static<typeof Active911TokenAnswer>;

/** Refusal of the Active911 token paths (RFC 6749 section 5.2). */
export const Active911TokenRefusal = Type.Object({
  error: Type.String({ description: 'The code of RFC 6749 section 5.2', examples: ['invalid_request'] }),
  error_description: Type.String({ description: 'What must be sent', examples: ['code is missing'] }),
});
export type Active911TokenRefusal = Static<typeof Active911TokenRefusal>;

/** Success of `POST /interface/dev/api_access.php`. */
export const PersonalAccessAnswer = Type.Object({
  access_token: Type.String({
    description: 'The token: a JWT (RFC 9068)',
    examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94In0.c2lnbmF0dXJl'],
  }),
  expiration: Type.Integer({ description: 'When the token ends, in seconds since 1970', examples: [1795692600] }),
});
export type PersonalAccessAnswer = Static<typeof PersonalAccessAnswer>;
