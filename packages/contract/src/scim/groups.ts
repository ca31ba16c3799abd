import { type Static, Type } from 'typebox';
import { SCIM_SCHEMAS, ScimMeta, scimList, scimSchemas } from './messages.ts';

/** A role of the agency and who has it (RFC 7643 section 4.2). */
export const ScimGroup = Type.Object({
  schemas: scimSchemas(SCIM_SCHEMAS.group),
  id: Type.String({ description: 'The role', examples: ['agent'] }),
  displayName: Type.Optional(Type.String({ description: 'What the role is called', examples: ['Agent'] })),
  members: Type.Optional(
    Type.Array(
      Type.Object({
        value: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
        display: Type.String({ description: 'Their name', examples: ['Riley Example'] }),
        type: Type.String({ description: 'What kind of resource the member is', examples: ['User'] }),
      }),
      { description: 'Who has the role' },
    ),
  ),
  meta: Type.Optional(ScimMeta),
});
export type ScimGroup = Static<typeof ScimGroup>;

/** Answer of `GET /scim/v2/Groups`. */
export const ScimGroupList = scimList(ScimGroup);
export type ScimGroupList = Static<typeof ScimGroupList>;
