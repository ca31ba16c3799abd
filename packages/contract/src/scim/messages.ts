import { type Static, type TSchema, Type } from 'typebox';

/** RFC 7643 section 8, RFC 7644 section 3: what a resource or message is, by its URN. */
export const SCIM_SCHEMAS = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
  serviceProviderConfig: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  listResponse: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

/** The `schemas` of a resource or message. */
export const scimSchemas = (urn: string) =>
  Type.Array(Type.String({ maxLength: 200 }), {
    maxItems: 10,
    description: 'What this is, by its URN',
    examples: [[urn]],
  });

export const ScimMeta = Type.Object(
  {
    resourceType: Type.String({ description: 'The name of the resource type', examples: ['User'] }),
    created: Type.Optional(Type.String({ format: 'date-time', description: 'When it was made' })),
    location: Type.String({
      description: 'Its address',
      examples: ['https://gateway.example/scim/v2/Users/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'],
    }),
  },
  { description: 'What kind of resource it is, and where' },
);

/** RFC 7644 section 3.4.2: a page of resources. */
export function scimList<Resource extends TSchema>(resource: Resource) {
  return Type.Object({
    schemas: scimSchemas(SCIM_SCHEMAS.listResponse),
    totalResults: Type.Integer({ description: 'How many there are in all', examples: [1] }),
    startIndex: Type.Integer({ description: 'The number of the first, counted from 1', examples: [1] }),
    itemsPerPage: Type.Integer({ description: 'How many are in this answer', examples: [1] }),
    Resources: Type.Array(resource, { description: 'The resources' }),
  });
}

/** RFC 7644 section 3.12. */
export const ScimError = Type.Object({
  schemas: scimSchemas(SCIM_SCHEMAS.error),
  status: Type.String({ description: 'The HTTP status', examples: ['400'] }),
  scimType: Type.Optional(
    Type.String({ description: 'A keyword of RFC 7644 table 9, where one fits', examples: ['invalidValue'] }),
  ),
  detail: Type.String({ description: 'What to send instead', examples: ['userName must be an e-mail address'] }),
});
export type ScimError = Static<typeof ScimError>;

/** Body of `PATCH`: RFC 7644 section 3.5.2. */
export const ScimPatch = Type.Object({
  schemas: Type.Optional(scimSchemas(SCIM_SCHEMAS.patchOp)),
  Operations: Type.Array(
    Type.Object({
      op: Type.String({
        maxLength: 10,
        description: '`add`, `remove` or `replace`, in any case of letters',
        examples: ['replace'],
      }),
      path: Type.Optional(
        Type.String({ maxLength: 500, description: 'The attribute that is changed', examples: ['active'] }),
      ),
      value: Type.Optional(Type.Unknown({ description: 'Its value; attributes where `path` is missing' })),
    }),
    { minItems: 1, maxItems: 100, description: 'The changes, in their order' },
  ),
});
export type ScimPatch = Static<typeof ScimPatch>;
