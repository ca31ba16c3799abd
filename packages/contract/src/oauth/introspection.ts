import { type Static, Type } from 'typebox';

/** Answer of `POST /oauth/introspect` (RFC 7662 section 2.2): `active` alone where there is nothing to state. */
export const IntrospectionAnswer = Type.Object({
  active: Type.Boolean({ description: 'True where the token is good at this moment' }),
  token_type: Type.Optional(
    Type.String({ description: 'Bearer or DPoP for access tokens; absent for refresh tokens', examples: ['Bearer'] }),
  ),
  cnf: Type.Optional(
    Type.Object(
      {
        jkt: Type.String({
          description: 'Thumbprint of the key that it is bound to',
          examples: ['0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I'],
        }),
      },
      { description: 'The key that it is bound to, where it is (RFC 9449 section 6.2)' },
    ),
  ),
  client_id: Type.Optional(Type.String({ description: 'The client that it was issued to', examples: ['sandbox-cad'] })),
  sub: Type.Optional(
    Type.String({ description: 'The person it acts for, or the client itself', examples: ['sandbox-cad'] }),
  ),
  agency: Type.Optional(Type.String({ description: 'The agency whose data it opens', examples: ['sandbox-county'] })),
  scope: Type.Optional(Type.String({ description: 'Scopes with spaces between them', examples: ['alerts deeplinks'] })),
  iss: Type.Optional(Type.String({ description: 'This server', examples: ['https://gateway.example'] })),
  aud: Type.Optional(
    Type.String({ description: 'Whom it is for: this server', examples: ['https://gateway.example'] }),
  ),
  jti: Type.Optional(
    Type.String({ description: "The token's own id", examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  ),
  iat: Type.Optional(
    Type.Integer({ description: 'When it was issued, in seconds since 1970', examples: [1795689000] }),
  ),
  exp: Type.Optional(Type.Integer({ description: 'When it ends, in seconds since 1970', examples: [1795692600] })),
});
export type IntrospectionAnswer = Static<typeof IntrospectionAnswer>;

/** Answer of `POST /oauth/revoke` (RFC 7009 section 2.2): the status states it all; clients that read JSON find an empty object. */
export const RevocationAnswer = Type.Object({});
export type RevocationAnswer = Static<typeof RevocationAnswer>;
