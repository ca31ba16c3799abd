import { type Static, Type } from 'typebox';

/** Answer of `POST /oauth/introspect` (RFC 7662 section 2.2): `active` alone where there is nothing to state. */
export const IntrospectionAnswer = Type.Object({
  active: Type.Boolean(),
  token_type: Type.Optional(
    Type.String({ description: 'Bearer or DPoP for access tokens; absent for refresh tokens' }),
  ),
  cnf: Type.Optional(Type.Object({ jkt: Type.String({ description: 'thumbprint of the key it is bound to' }) })),
  client_id: Type.Optional(Type.String()),
  sub: Type.Optional(Type.String()),
  agency: Type.Optional(Type.String()),
  scope: Type.Optional(Type.String()),
  iss: Type.Optional(Type.String()),
  aud: Type.Optional(Type.String()),
  jti: Type.Optional(Type.String()),
  iat: Type.Optional(Type.Integer({ description: 'seconds since 1970' })),
  exp: Type.Optional(Type.Integer({ description: 'seconds since 1970' })),
});
export type IntrospectionAnswer = Static<typeof IntrospectionAnswer>;

/** Answer of `POST /oauth/revoke` (RFC 7009 section 2.2): the status states it all; clients that read JSON find an empty object. */
export const RevocationAnswer = Type.Object({});
export type RevocationAnswer = Static<typeof RevocationAnswer>;
