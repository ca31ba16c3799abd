import {
  SCIM_SCHEMAS,
  ScimResourceType,
  ScimResourceTypeList,
  ScimSchema,
  ScimSchemaList,
  ScimServiceProviderConfig,
} from '@sallyport/contract';
import { Type } from 'typebox';
import { refuse } from '../../kernel/errors.ts';
import type { Route } from '../routing/route.ts';
import { GROUP_ATTRIBUTES, USER_ATTRIBUTES } from './attributes.ts';
import { SCIM_TYPE, scimErrors } from './errors.ts';
import { BASE, scimAnswer } from './provisioning.ts';
import { listOf, MOST_RESULTS } from './read-page.ts';

export interface DiscoveryPorts {
  readonly publicUrl: string;
}

/** What is the same for every agency is for everybody to read (RFC 7644 section 4). */
const open = {
  method: 'GET',
  errors: scimErrors,
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  answerType: SCIM_TYPE,
} as const;

const byName = (what: string, example: string) =>
  Type.Object({ id: Type.String({ maxLength: 100, description: what, examples: [example] }) });

const DESCRIPTIONS = { User: 'A person of the agency', Group: 'A role of the agency, and who has it' } as const;

function resourceTypes({ publicUrl }: DiscoveryPorts): ScimResourceType[] {
  return (['User', 'Group'] as const).map((name) => ({
    schemas: [SCIM_SCHEMAS.resourceType],
    id: name,
    name,
    description: DESCRIPTIONS[name],
    endpoint: `/${name}s`,
    schema: name === 'User' ? SCIM_SCHEMAS.user : SCIM_SCHEMAS.group,
    meta: { resourceType: 'ResourceType', location: `${publicUrl}${BASE}/ResourceTypes/${name}` },
  }));
}

function schemas({ publicUrl }: DiscoveryPorts): ScimSchema[] {
  const of = (id: string, name: 'User' | 'Group', attributes: ScimSchema['attributes']): ScimSchema => ({
    schemas: [SCIM_SCHEMAS.schema],
    id,
    name,
    description: DESCRIPTIONS[name],
    attributes,
    meta: { resourceType: 'Schema', location: `${publicUrl}${BASE}/Schemas/${id}` },
  });
  return [of(SCIM_SCHEMAS.user, 'User', [...USER_ATTRIBUTES]), of(SCIM_SCHEMAS.group, 'Group', [...GROUP_ATTRIBUTES])];
}

function named<Resource extends { readonly id: string }>(resources: readonly Resource[], id: string): Resource {
  const found = resources.find((resource) => resource.id === id);
  if (found === undefined) throw refuse.notFound({ description: `Nothing here has the id ${id.slice(0, 100)}` });
  return found;
}

export const serviceProviderConfig: Route<DiscoveryPorts> = {
  ...open,
  path: `${BASE}/ServiceProviderConfig`,
  summary: 'Read what of SCIM is here',
  schema: { responses: { 200: ScimServiceProviderConfig } },
  async handle({ publicUrl }) {
    const config: ScimServiceProviderConfig = {
      schemas: [SCIM_SCHEMAS.serviceProviderConfig],
      documentationUri: `${publicUrl}/docs/single-sign-on`,
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: MOST_RESULTS },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'OAuth 2.0 access token',
          description: 'Of a client of the agency with the scope people:provision, by client credentials',
          specUri: 'https://www.rfc-editor.org/info/rfc6750',
          primary: true,
        },
      ],
      meta: { resourceType: 'ServiceProviderConfig', location: `${publicUrl}${BASE}/ServiceProviderConfig` },
    };
    return scimAnswer(200, config);
  },
};

export const listResourceTypes: Route<DiscoveryPorts> = {
  ...open,
  path: `${BASE}/ResourceTypes`,
  summary: 'List the kinds of resource',
  schema: { responses: { 200: ScimResourceTypeList } },
  async handle(ports) {
    const types = resourceTypes(ports);
    return scimAnswer(200, listOf(types, types.length));
  },
};

export const readResourceType: Route<DiscoveryPorts> = {
  ...open,
  path: `${BASE}/ResourceTypes/:id`,
  summary: 'Read a kind of resource',
  schema: { params: byName('The kind', 'User'), responses: { 200: ScimResourceType } },
  async handle(ports, { params }) {
    return scimAnswer(200, named(resourceTypes(ports), params['id'] ?? ''));
  },
};

export const listSchemas: Route<DiscoveryPorts> = {
  ...open,
  path: `${BASE}/Schemas`,
  summary: 'List the schemas of resources',
  schema: { responses: { 200: ScimSchemaList } },
  async handle(ports) {
    const all = schemas(ports);
    return scimAnswer(200, listOf(all, all.length));
  },
};

export const readSchema: Route<DiscoveryPorts> = {
  ...open,
  path: `${BASE}/Schemas/:id`,
  summary: 'Read the schema of a resource',
  schema: { params: byName('Its URN', SCIM_SCHEMAS.user), responses: { 200: ScimSchema } },
  async handle(ports, { params }) {
    return scimAnswer(200, named(schemas(ports), params['id'] ?? ''));
  },
};
