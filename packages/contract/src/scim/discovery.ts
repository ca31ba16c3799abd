import { type Static, type TSchema, Type } from 'typebox';
import { SCIM_SCHEMAS, ScimMeta, scimList, scimSchemas } from './messages.ts';

function supported<Further extends Record<string, TSchema> = Record<never, TSchema>>(
  what: string,
  further: Further = {} as Further,
) {
  return Type.Object(
    { supported: Type.Boolean({ description: 'True where it can be used here' }), ...further },
    { description: what },
  );
}

/** RFC 7643 section 5: what of SCIM is here. */
export const ScimServiceProviderConfig = Type.Object({
  schemas: scimSchemas(SCIM_SCHEMAS.serviceProviderConfig),
  documentationUri: Type.String({ description: 'Where it is described', examples: ['https://gateway.example/docs'] }),
  patch: supported('PATCH'),
  bulk: supported('Many changes in one request', {
    maxOperations: Type.Integer({ description: 'Of one request', examples: [0] }),
    maxPayloadSize: Type.Integer({ description: 'Bytes of one request', examples: [0] }),
  }),
  filter: supported('The filter of lists', {
    maxResults: Type.Integer({ description: 'At most in one answer', examples: [200] }),
  }),
  changePassword: supported('Passwords set by the directory'),
  sort: supported('Lists in an order that is asked for'),
  etag: supported('Versions of resources'),
  authenticationSchemes: Type.Array(
    Type.Object({
      type: Type.String({ description: 'The kind', examples: ['oauthbearertoken'] }),
      name: Type.String({ description: 'Its name', examples: ['OAuth 2.0 access token'] }),
      description: Type.String({
        description: 'How it is got',
        examples: ['A client of the agency with the scope people:provision, by client credentials'],
      }),
      specUri: Type.String({ description: 'The standard', examples: ['https://www.rfc-editor.org/info/rfc6750'] }),
      primary: Type.Boolean({ description: 'True: the one to use' }),
    }),
    { description: 'How a directory authenticates' },
  ),
  meta: ScimMeta,
});
export type ScimServiceProviderConfig = Static<typeof ScimServiceProviderConfig>;

/** RFC 7643 section 6. */
export const ScimResourceType = Type.Object({
  schemas: scimSchemas(SCIM_SCHEMAS.resourceType),
  id: Type.String({ description: 'The resource type', examples: ['User'] }),
  name: Type.String({ description: 'Its name', examples: ['User'] }),
  description: Type.String({ description: 'What it is', examples: ['A person of the agency'] }),
  endpoint: Type.String({ description: 'Its path below the base address', examples: ['/Users'] }),
  schema: Type.String({ description: 'The URN of its schema', examples: [SCIM_SCHEMAS.user] }),
  meta: ScimMeta,
});
export type ScimResourceType = Static<typeof ScimResourceType>;

const ATTRIBUTE = {
  name: Type.String({ description: 'Its name', examples: ['userName'] }),
  type: Type.String({ description: 'What its values are', examples: ['string'] }),
  multiValued: Type.Boolean({ description: 'True: a list' }),
  description: Type.String({ description: 'What it is', examples: ['E-mail address'] }),
  required: Type.Boolean({ description: 'True: must be sent' }),
  caseExact: Type.Boolean({ description: 'True: the case of letters matters' }),
  mutability: Type.String({ description: 'Who may change it', examples: ['readWrite'] }),
  returned: Type.String({ description: 'When it is answered', examples: ['default'] }),
  uniqueness: Type.String({ description: 'Among whom it is unique', examples: ['server'] }),
};

/** RFC 7643 section 7: one attribute of a schema. */
export const ScimAttribute = Type.Object({
  ...ATTRIBUTE,
  subAttributes: Type.Optional(
    Type.Array(Type.Object(ATTRIBUTE), { description: 'Of a complex attribute, its members' }),
  ),
});
export type ScimAttribute = Static<typeof ScimAttribute>;

/** RFC 7643 section 7. */
export const ScimSchema = Type.Object({
  schemas: scimSchemas(SCIM_SCHEMAS.schema),
  id: Type.String({ description: 'The URN of the schema', examples: [SCIM_SCHEMAS.user] }),
  name: Type.String({ description: 'Its name', examples: ['User'] }),
  description: Type.String({ description: 'What it is', examples: ['A person of the agency'] }),
  attributes: Type.Array(ScimAttribute, { description: 'Its attributes' }),
  meta: ScimMeta,
});
export type ScimSchema = Static<typeof ScimSchema>;

export const ScimResourceTypeList = scimList(ScimResourceType);
export const ScimSchemaList = scimList(ScimSchema);
