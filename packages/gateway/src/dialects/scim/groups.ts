import { ScimGroup, ScimGroupList, ScimPatch } from '@sallyport/contract';
import type { Database } from '../../database/database.ts';
import type { EditPorts } from '../../people/administration/administer-user.ts';
import { changeMembers, listRolesWithMembers, readRoleWithMembers } from '../../people/provisioning/role-members.ts';
import type { Route } from '../routing/route.ts';
import { encodeGroup } from './encode.ts';
import { BASE, byId, provisioning, provisioningOf, scimAnswer } from './provisioning.ts';
import { readGroupFilter } from './read-filter.ts';
import { readMemberChanges } from './read-members.ts';
import { chooseAttributes, listOf, ONE_RESOURCE, RESOURCES, readPage } from './read-page.ts';

export interface ReadPorts {
  readonly database: Database;
  readonly publicUrl: string;
}

/** `GET /scim/v2/Groups`: the agency's roles, and who has each. */
export const list: Route<ReadPorts> = {
  ...provisioning,
  method: 'GET',
  path: `${BASE}/Groups`,
  summary: "List or find the agency's roles",
  body: 'none',
  schema: { query: RESOURCES, responses: { 200: ScimGroupList } },
  async handle(ports, request) {
    const { agencyId } = provisioningOf(request);
    const isChosen = readGroupFilter(request.query['filter']);
    const { startIndex, count } = readPage(request);
    const roles = (await listRolesWithMembers(ports, agencyId)).filter(isChosen);
    const groups = roles
      .slice(startIndex - 1, startIndex - 1 + count)
      .map((role) => chooseAttributes(request, encodeGroup(ports.publicUrl, role)));
    return scimAnswer(200, listOf(groups, roles.length, startIndex));
  },
};

/** `GET /scim/v2/Groups/{id}`. */
export const read: Route<ReadPorts> = {
  ...provisioning,
  method: 'GET',
  path: `${BASE}/Groups/:id`,
  summary: 'Read a role and who has it',
  body: 'none',
  schema: { params: byId, query: ONE_RESOURCE, responses: { 200: ScimGroup } },
  async handle(ports, request) {
    const { agencyId } = provisioningOf(request);
    const role = await readRoleWithMembers(ports, agencyId, request.params['id'] ?? '');
    return scimAnswer(200, chooseAttributes(request, encodeGroup(ports.publicUrl, role)));
  },
};

/** `PATCH /scim/v2/Groups/{id}` (RFC 7644 section 3.5.2): who has the role. A person has one, so that this takes another one from them. */
export const patch: Route<EditPorts> = {
  ...provisioning,
  method: 'PATCH',
  path: `${BASE}/Groups/:id`,
  summary: 'Give and take a role',
  body: 'json',
  schema: { params: byId, body: ScimPatch, responses: { 204: null } },
  async handle(ports, request) {
    const by = provisioningOf(request);
    await changeMembers(ports, {
      ...by,
      role: request.params['id'] ?? '',
      changesOf: ({ title }) => readMemberChanges(request.body as ScimPatch, title),
    });
    return { status: 204 };
  },
};
