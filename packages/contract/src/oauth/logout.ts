import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { LONGEST_PARAMETER } from './authorize.ts';

const Parameter = Type.Optional(Type.String({ maxLength: LONGEST_PARAMETER }));

/** Parameters of `GET` and `POST /oauth/logout` (OpenID Connect RP-Initiated Logout 1.0 section 2). Others are ignored. */
export const LogoutParameters = Type.Object({
  id_token_hint: described(
    Parameter,
    'An ID token of the sign-in that ends; without it the person is asked',
    'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkwIn0.c2lnbmF0dXJl',
  ),
  client_id: described(Parameter, "The application's client, where no ID token states it", 'sandbox-web-app'),
  post_logout_redirect_uri: described(
    Parameter,
    'Where the browser goes then; one that is registered, to the letter',
    'http://localhost/signed-out',
  ),
  state: described(Parameter, 'Given back as it was sent', 'af0ifjsldkj'),
});
export type LogoutParameters = Static<typeof LogoutParameters>;
