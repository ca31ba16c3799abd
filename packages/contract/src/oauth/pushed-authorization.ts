import { type Static, Type } from 'typebox';

/** Success of `POST /oauth/par` (RFC 9126 section 2.2), with 201. */
export const PushedAuthorizationAnswer = Type.Object({
  request_uri: Type.String({ description: 'For GET /oauth/authorize with client_id, once' }),
  expires_in: Type.Integer({ description: 'seconds' }),
});
export type PushedAuthorizationAnswer = Static<typeof PushedAuthorizationAnswer>;
