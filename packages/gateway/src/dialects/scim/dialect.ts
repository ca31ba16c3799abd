import type { Dialect } from '../routing/dialect.ts';
import * as discovery from './discovery.ts';
import { scimErrors } from './errors.ts';
import * as groups from './groups.ts';
import * as users from './users.ts';

/** What an agency's directory uses: SCIM 2.0 (RFC 7643, RFC 7644), its users and groups the agency's people and roles. */
export const scim = {
  name: 'scim',
  description: 'People and their roles, as a directory provisions them by SCIM 2.0',
  unrouted: [{ pathPrefixes: ['/scim/'], errors: scimErrors }],
  routes: {
    listScimUsers: users.list,
    createScimUser: users.create,
    readScimUser: users.read,
    replaceScimUser: users.replace,
    patchScimUser: users.patch,
    deleteScimUser: users.remove,
    listScimGroups: groups.list,
    readScimGroup: groups.read,
    patchScimGroup: groups.patch,
    readScimServiceProviderConfig: discovery.serviceProviderConfig,
    listScimResourceTypes: discovery.listResourceTypes,
    readScimResourceType: discovery.readResourceType,
    listScimSchemas: discovery.listSchemas,
    readScimSchema: discovery.readSchema,
  },
  sockets: {},
  frames: {},
  webhooks: {},
} satisfies Dialect<never>;
