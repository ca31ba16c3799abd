import { type Static, Type } from 'typebox';
import { described } from '../described.ts';

/** Of each parameter of an authorization request, in characters. */
export const LONGEST_PARAMETER = 2_048;
const Parameter = Type.Optional(Type.String({ maxLength: LONGEST_PARAMETER }));

/** Parameters of `GET` and `POST /oauth/authorize` (RFC 6749 section 4.1.1, RFC 7636 section 4.3, RFC 9126 section 4, RFC 9449 section 10, OpenID Connect Core 1.0 section 3.1.2.1). Others are ignored. */
export const AuthorizeQuery = Type.Object({
  client_id: described(Parameter, "The application's client", 'sandbox-responder'),
  redirect_uri: described(
    Parameter,
    'Where the browser goes with the answer; one that is registered',
    'http://localhost',
  ),
  response_type: described(Parameter, 'Must be `code`', 'code'),
  response_mode: described(Parameter, 'Must be `query` where it is given', 'query'),
  scope: described(Parameter, 'Scopes with spaces between them', 'read_agency read_alert'),
  state: described(Parameter, 'Given back as it was sent', 'af0ifjsldkj'),
  code_challenge: described(
    Parameter,
    'SHA-256 of the code_verifier, in base64url (RFC 7636)',
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  ),
  code_challenge_method: described(Parameter, 'Must be `S256`', 'S256'),
  nonce: described(Parameter, 'Given back in the ID token (OpenID Connect Core 1.0)', 'n-0S6_WzA2Mj'),
  prompt: described(
    Parameter,
    'With the scope openid: `none` for an answer without a page, or `login`, `consent`, `select_account`',
    'login',
  ),
  max_age: described(Parameter, 'With the scope openid: the most seconds since the person signed in', '3600'),
  login_hint: described(Parameter, 'With the scope openid: the e-mail of who is to sign in', 'agent@sandbox.test'),
  id_token_hint: described(
    Parameter,
    'With the scope openid: an ID token of this server to this client, expired or not; nobody else than its person is signed in',
    'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl',
  ),
  request_uri: described(
    Parameter,
    'What `POST /oauth/par` answered, in place of the other parameters',
    'urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c',
  ),
  request: Type.Optional(
    Type.String({
      description: 'A request object is not read: the application is sent back with request_not_supported',
      examples: ['eyJhbGciOiJub25lIn0.e30.'],
    }),
  ),
  dpop_jkt: described(
    Parameter,
    'Thumbprint of the key that the tokens are to be bound to (RFC 9449 section 10)',
    '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
  ),
});
export type AuthorizeQuery = Static<typeof AuthorizeQuery>;
