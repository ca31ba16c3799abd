import { type Static, Type } from 'typebox';

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
