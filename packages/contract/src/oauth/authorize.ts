import { type Static, Type } from 'typebox';

/** Of each parameter of an authorization request, in characters. */
export const LONGEST_PARAMETER = 2_048;
const Parameter = Type.Optional(Type.String({ maxLength: LONGEST_PARAMETER }));

/** Parameters of `GET /oauth/authorize` (RFC 6749 section 4.1.1, RFC 7636 section 4.3, RFC 9126 section 4, RFC 9449 section 10). Others are ignored. */
export const AuthorizeQuery = Type.Object({
  client_id: Parameter,
  redirect_uri: Parameter,
  response_type: Parameter,
  response_mode: Parameter,
  scope: Parameter,
  state: Parameter,
  code_challenge: Parameter,
  code_challenge_method: Parameter,
  request_uri: Parameter,
  dpop_jkt: Parameter,
});
export type AuthorizeQuery = Static<typeof AuthorizeQuery>;
