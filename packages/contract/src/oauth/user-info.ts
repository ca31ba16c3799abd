import { type Static, Type } from 'typebox';

/** Answer of `/oauth/userinfo` (OpenID Connect Core 1.0 section 5.3.2): `sub`, and what the scopes `profile` and `email` add. */
export const UserInfo = Type.Object({
  sub: Type.String({
    description: 'The person, as in the ID token; never changes',
    examples: ['01935f2e-8f6b-7c3a-9d0e-1f2a3b4c5d6e'],
  }),
  name: Type.Optional(Type.String({ description: 'Their whole name (profile)', examples: ['Dana Reyes'] })),
  given_name: Type.Optional(Type.String({ description: 'Their first name (profile)', examples: ['Dana'] })),
  family_name: Type.Optional(Type.String({ description: 'Their last name (profile)', examples: ['Reyes'] })),
  role: Type.Optional(Type.String({ description: 'What they are at their agency (profile)', examples: ['agent'] })),
  agency: Type.Optional(Type.String({ description: 'Their agency by its id (profile)', examples: ['sandbox-county'] })),
  agency_name: Type.Optional(
    Type.String({ description: 'What their agency is called (profile)', examples: ['Sandbox County 911'] }),
  ),
  email: Type.Optional(Type.String({ description: 'Their e-mail (email)', examples: ['agent@sandbox.test'] })),
});
export type UserInfo = Static<typeof UserInfo>;
