import {
  AddRoleRequest,
  type AgencyRight,
  AgencyRole,
  AGENCY_RIGHTS as CONTRACT_RIGHTS,
  EditRoleRequest,
  RoleList,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { AGENCY_RIGHTS } from '../../../people/rights/rights.ts';
import { addRole, editRole, removeRole } from '../../../people/roles/administer-roles.ts';
import { type ListedRole, listRoles } from '../../../people/roles/list-roles.ts';
import type { EndWithPerson } from '../../../people/sessions/end-access.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const administering = {
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'roles:manage' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const byId = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The role', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'] }),
});

/** By these two assignments the contract's words and the rights of an agency are the same, or nothing compiles. */
const WORDS: readonly AgencyRight[] = CONTRACT_RIGHTS;
const isWorded = (right: string): right is AgencyRight => (WORDS as readonly string[]).includes(right);

function encodeRole({ id, title, isOwn, rights, mayBeGiven, people }: ListedRole): AgencyRole {
  const named = AGENCY_RIGHTS.filter((right) => rights.has(right)).filter(isWorded);
  return { id, title, is_own: isOwn, rights: named, may_be_given: mayBeGiven, people };
}

async function roleRequest(ports: { database: Database }, request: RouteRequest) {
  const actor = actorOf(principalOf(request));
  return { agencyId: await chosenAgency(ports, request), actor, origin: request.origin };
}

/** Whoever has just made or changed a role had all its rights; whether they may give it is their right to administer people. */
function mayGive(request: RouteRequest): boolean {
  return principalOf(request).rights.has('users:manage');
}

export const list: Route<{ database: Database }> = {
  errors: nativeErrors,
  method: 'GET',
  path: '/api/roles',
  summary: 'List the roles that people of the agency can have, and what each may do',
  access: { kind: 'person', right: 'session:own' },
  limit: 'reads',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: RoleList } },
  async handle(ports, request) {
    const { rights } = principalOf(request);
    const roles = await listRoles(ports, { agencyId: await chosenAgency(ports, request), rights });
    return { status: 200, body: { roles: roles.map(encodeRole) } };
  },
};

export const add: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  needsRecentFactor: true,
  ...administering,
  method: 'POST',
  path: '/api/roles',
  summary: "Add a role of the agency's own",
  body: 'json',
  schema: { query: CHOSEN_AGENCY, body: AddRoleRequest, responses: { 201: AgencyRole } },
  async handle(ports, request) {
    const { title, rights } = request.body as AddRoleRequest;
    const role = await addRole(ports, { ...(await roleRequest(ports, request)), title, rights });
    return { status: 201, body: encodeRole({ ...role, mayBeGiven: mayGive(request), people: 0 }) };
  },
};

export const edit: Route<{
  database: Database;
  audit: Audit;
  clock: Clock;
  changes: ChangeFeed;
  endWithPerson: readonly EndWithPerson[];
}> = {
  needsRecentFactor: true,
  ...administering,
  method: 'PATCH',
  path: '/api/roles/:id',
  summary: "Change a role of the agency's own; where a right goes, its people's sessions end",
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: EditRoleRequest, responses: { 200: AgencyRole } },
  async handle(ports, request) {
    const { title, rights } = request.body as EditRoleRequest;
    const named = { id: request.params['id'] ?? '', title, rights };
    const { role, people } = await editRole(ports, { ...(await roleRequest(ports, request)), ...named });
    return { status: 200, body: encodeRole({ ...role, mayBeGiven: mayGive(request), people }) };
  },
};

export const remove: Route<{ database: Database; audit: Audit }> = {
  needsRecentFactor: true,
  ...administering,
  method: 'DELETE',
  path: '/api/roles/:id',
  summary: "Remove a role of the agency's own that nobody has",
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 204: null } },
  async handle(ports, request) {
    await removeRole(ports, { ...(await roleRequest(ports, request)), id: request.params['id'] ?? '' });
    return { status: 204 };
  },
};
