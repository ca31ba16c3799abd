import { ScimPatch, ScimUser, ScimUserList, ScimUserRequest } from '@sallyport/contract';
import type { Database } from '../../database/database.ts';
import { findPeople, readPerson } from '../../people/provisioning/find-people.ts';
import {
  addPerson,
  changePerson,
  type ProvisionPorts,
  removePerson,
} from '../../people/provisioning/provision-person.ts';
import type { Route } from '../routing/route.ts';
import { encodeUser, userAddress } from './encode.ts';
import { BASE, byId, provisioning, provisioningOf, scimAnswer } from './provisioning.ts';
import { readUserFilter } from './read-filter.ts';
import { chooseAttributes, listOf, ONE_RESOURCE, RESOURCES, readPage } from './read-page.ts';
import { readNewUser, readReplacedUser, readUserPatch } from './read-user.ts';

export interface ReadPorts {
  readonly database: Database;
  readonly publicUrl: string;
}

const ONE = `${BASE}/Users/:id`;

/** `GET /scim/v2/Users`: the agency's people, those that a filter chooses, by page. */
export const list: Route<ReadPorts> = {
  ...provisioning,
  method: 'GET',
  path: `${BASE}/Users`,
  summary: "List or find the agency's people",
  body: 'none',
  schema: { query: RESOURCES, responses: { 200: ScimUserList } },
  async handle(ports, request) {
    const { agencyId } = provisioningOf(request);
    const filter = readUserFilter(request.query['filter']);
    const { startIndex, count } = readPage(request);
    if (filter === null) return scimAnswer(200, listOf([], 0, startIndex));
    const found = await findPeople(ports, agencyId, { filter, offset: startIndex - 1, limit: count });
    const users = found.people.map((person) => chooseAttributes(request, encodeUser(ports.publicUrl, person)));
    return scimAnswer(200, listOf(users, found.total, startIndex));
  },
};

/** `GET /scim/v2/Users/{id}`. */
export const read: Route<ReadPorts> = {
  ...provisioning,
  method: 'GET',
  path: ONE,
  summary: 'Read a person',
  body: 'none',
  schema: { params: byId, query: ONE_RESOURCE, responses: { 200: ScimUser } },
  async handle(ports, request) {
    const person = await readPerson(ports, provisioningOf(request).agencyId, request.params['id'] ?? '');
    return scimAnswer(200, chooseAttributes(request, encodeUser(ports.publicUrl, person)));
  },
};

/** `POST /scim/v2/Users` (RFC 7644 section 3.3). */
export const create: Route<ProvisionPorts> = {
  ...provisioning,
  method: 'POST',
  path: `${BASE}/Users`,
  summary: 'Add a person',
  body: 'json',
  schema: { body: ScimUserRequest, responses: { 201: ScimUser } },
  async handle(ports, request) {
    const person = await addPerson(ports, {
      ...provisioningOf(request),
      person: readNewUser(request.body as ScimUserRequest),
    });
    const location = userAddress(ports.publicUrl, person.id);
    return scimAnswer(201, encodeUser(ports.publicUrl, person), { location });
  },
};

/** `PUT /scim/v2/Users/{id}` (RFC 7644 section 3.5.1). */
export const replace: Route<ProvisionPorts> = {
  ...provisioning,
  method: 'PUT',
  path: ONE,
  summary: 'Replace what the directory states of a person',
  body: 'json',
  schema: { params: byId, body: ScimUserRequest, responses: { 200: ScimUser } },
  async handle(ports, request) {
    const person = await changePerson(ports, {
      ...provisioningOf(request),
      userId: request.params['id'] ?? '',
      fields: readReplacedUser(request.body as ScimUserRequest),
    });
    return scimAnswer(200, encodeUser(ports.publicUrl, person));
  },
};

/** `PATCH /scim/v2/Users/{id}` (RFC 7644 section 3.5.2). */
export const patch: Route<ProvisionPorts> = {
  ...provisioning,
  method: 'PATCH',
  path: ONE,
  summary: 'Change, disable or enable a person',
  body: 'json',
  schema: { params: byId, body: ScimPatch, responses: { 200: ScimUser } },
  async handle(ports, request) {
    const person = await changePerson(ports, {
      ...provisioningOf(request),
      userId: request.params['id'] ?? '',
      fields: readUserPatch(request.body as ScimPatch),
    });
    return scimAnswer(200, encodeUser(ports.publicUrl, person));
  },
};

/** `DELETE /scim/v2/Users/{id}` (RFC 7644 section 3.6): disabled, and not shown here any more. */
export const remove: Route<ProvisionPorts> = {
  ...provisioning,
  method: 'DELETE',
  path: ONE,
  summary: 'Disable a person for good',
  body: 'none',
  schema: { params: byId, responses: { 204: null } },
  async handle(ports, request) {
    await removePerson(ports, { ...provisioningOf(request), userId: request.params['id'] ?? '' });
    return { status: 204 };
  },
};
