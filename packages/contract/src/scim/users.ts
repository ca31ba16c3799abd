import { type Static, Type } from 'typebox';
import { SCIM_SCHEMAS, ScimMeta, scimList, scimSchemas } from './messages.ts';

const UserId = Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] });

/** A person of the agency (RFC 7643 section 4.1). */
export const ScimUser = Type.Object({
  schemas: scimSchemas(SCIM_SCHEMAS.user),
  id: UserId,
  externalId: Type.Optional(
    Type.String({ description: 'What the directory calls the person', examples: ['00u1a2b3'] }),
  ),
  userName: Type.Optional(
    Type.String({ description: 'E-mail address, in lower case', examples: ['riley@county.example'] }),
  ),
  name: Type.Optional(
    Type.Object(
      {
        formatted: Type.String({ description: 'The whole name', examples: ['Riley Example'] }),
        givenName: Type.String({ description: 'Given name', examples: ['Riley'] }),
        familyName: Type.String({ description: 'Family name', examples: ['Example'] }),
      },
      { description: 'Name' },
    ),
  ),
  displayName: Type.Optional(Type.String({ description: 'The whole name', examples: ['Riley Example'] })),
  active: Type.Optional(Type.Boolean({ description: 'False: they cannot sign in' })),
  emails: Type.Optional(
    Type.Array(
      Type.Object({
        value: Type.String({ description: 'E-mail address', examples: ['riley@county.example'] }),
        type: Type.String({ description: 'What it is for', examples: ['work'] }),
        primary: Type.Boolean({ description: 'True: the first to use' }),
      }),
      { description: '`userName` alone' },
    ),
  ),
  groups: Type.Optional(
    Type.Array(
      Type.Object({
        value: Type.String({ description: 'The role', examples: ['agent'] }),
        display: Type.String({ description: 'What the role is called', examples: ['Agent'] }),
      }),
      { description: 'The one role of the person' },
    ),
  ),
  meta: Type.Optional(ScimMeta),
});
export type ScimUser = Static<typeof ScimUser>;

/** Answer of `GET /scim/v2/Users`. */
export const ScimUserList = scimList(ScimUser);
export type ScimUserList = Static<typeof ScimUserList>;

/** Body of `POST` and `PUT`. Attributes that are not kept are ignored. */
export const ScimUserRequest = Type.Object({
  schemas: Type.Optional(scimSchemas(SCIM_SCHEMAS.user)),
  externalId: Type.Optional(
    Type.String({ maxLength: 200, description: 'What the directory calls the person', examples: ['00u1a2b3'] }),
  ),
  userName: Type.String({
    minLength: 3,
    maxLength: 254,
    pattern: '^[^\\s@]+@[^\\s@]+$',
    description: 'E-mail address',
    examples: ['riley@county.example'],
  }),
  name: Type.Optional(
    Type.Object(
      {
        givenName: Type.Optional(Type.String({ maxLength: 100, description: 'Given name', examples: ['Riley'] })),
        familyName: Type.Optional(Type.String({ maxLength: 100, description: 'Family name', examples: ['Example'] })),
      },
      { description: 'Name; what of it is missing is taken from `displayName`, then from `userName`' },
    ),
  ),
  displayName: Type.Optional(
    Type.String({ maxLength: 200, description: 'The whole name', examples: ['Riley Example'] }),
  ),
  active: Type.Optional(
    Type.Union([Type.Boolean(), Type.String({ pattern: '^([Tt]rue|[Ff]alse)$' })], {
      description: 'False: they cannot sign in. `True` and `False` as text are taken too',
      examples: [true],
    }),
  ),
});
export type ScimUserRequest = Static<typeof ScimUserRequest>;
