import { type Static, Type } from 'typebox';
import { AuthorizeQuery, LONGEST_PARAMETER } from './authorize.ts';
import { ClientAuthentication } from './client-authentication.ts';

const { request_uri: _neverPushed, request: _neverRead, ...pushed } = AuthorizeQuery.properties;

/** Form of `POST /oauth/par` (RFC 9126 section 2.1): the parameters of `GET /oauth/authorize`, but for another `request_uri`. */
export const PushedAuthorizationRequest = Type.Object({
  ...ClientAuthentication.properties,
  ...pushed,
  response_type: Type.String({ maxLength: LONGEST_PARAMETER, description: 'What is asked for', examples: ['code'] }),
});
export type PushedAuthorizationRequest = Static<typeof PushedAuthorizationRequest>;

/** Success of `POST /oauth/par` (RFC 9126 section 2.2), with 201. */
export const PushedAuthorizationAnswer = Type.Object({
  request_uri: Type.String({
    description: 'For GET /oauth/authorize with client_id, once',
    examples: ['urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c'],
  }),
  expires_in: Type.Integer({ description: 'For how many seconds it is good', examples: [60] }),
});
export type PushedAuthorizationAnswer = Static<typeof PushedAuthorizationAnswer>;
