import { type Static, Type } from 'typebox';

/**
 * How a client states who it is in a form (RFC 6749 section 2.3.1, RFC 7521 section 4.2): by its secret, or by an assertion that
 * it signed. It may send id and secret by Basic instead; a public client sends its id alone.
 */
export const ClientAuthentication = Type.Object({
  client_id: Type.Optional(
    Type.String({
      description: 'The client; left out where Basic or the assertion states it',
      examples: ['sandbox-cad'],
    }),
  ),
  client_secret: Type.Optional(
    Type.String({ description: 'Its secret, unless Basic has it', examples: ['sandbox-cad-secret'] }),
  ),
  client_assertion_type: Type.Optional(
    Type.String({
      description: 'How the assertion is to be read',
      examples: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    }),
  ),
  client_assertion: Type.Optional(
    Type.String({
      description: 'A JWT that the client signed, whose sub is the client (RFC 7523), in place of a secret',
      examples: ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWNhZCJ9.c2lnbmF0dXJl'],
    }),
  ),
});
export type ClientAuthentication = Static<typeof ClientAuthentication>;
