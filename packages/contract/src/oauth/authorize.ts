import { type Static, Type } from 'typebox';

const Parameter = Type.Optional(Type.String({ maxLength: 2_048 }));

/** Parameters of `GET /oauth/authorize` (RFC 6749 section 4.1.1, RFC 7636 section 4.3). Others are ignored. */
export const AuthorizeQuery = Type.Object({
  client_id: Parameter,
  redirect_uri: Parameter,
  response_type: Parameter,
  response_mode: Parameter,
  scope: Parameter,
  state: Parameter,
  code_challenge: Parameter,
  code_challenge_method: Parameter,
});
export type AuthorizeQuery = Static<typeof AuthorizeQuery>;
