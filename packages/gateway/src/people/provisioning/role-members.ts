import type { Database, Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { type EditPorts, editUserIn } from '../administration/administer-user.ts';
import { STOCK_ROLES } from '../roles/list-roles.ts';
import { ownRolesOf } from '../roles/store.ts';
import { lockUser } from '../users/store.ts';
import { ROLE_WITHOUT_GROUP } from './provision-person.ts';
import { markProvisioned, membersByRole } from './store.ts';
import type { Provisioning, RoleWithMembers } from './types.ts';

/** One change of who has a role; `people` is missing where everybody is meant. */
export interface MemberChange {
  readonly op: 'add' | 'remove' | 'replace';
  readonly people?: readonly string[];
}

async function rolesWithMembers(query: Transaction['query'], agencyId: string): Promise<RoleWithMembers[]> {
  const people = await membersByRole(query, agencyId);
  const roles = [...STOCK_ROLES, ...(await ownRolesOf(query, agencyId))];
  return roles.map(({ id, title }) => ({ id, title, members: people.filter(({ role }) => role === id) }));
}

/** Every role of the agency with who has it. */
export function listRolesWithMembers(
  { database }: { database: Database },
  agencyId: string,
): Promise<readonly RoleWithMembers[]> {
  return rolesWithMembers(database.read, agencyId);
}

/** One role of the agency with who has it, or `not_found`. */
export async function readRoleWithMembers(
  { database }: { database: Database },
  agencyId: string,
  id: string,
): Promise<RoleWithMembers> {
  return roleOf(await rolesWithMembers(database.read, agencyId), id);
}

function roleOf(roles: readonly RoleWithMembers[], id: string): RoleWithMembers {
  const role = roles.find((each) => each.id === id);
  if (role === undefined) throw refuse.notFound({ description: 'No group with this id' });
  return role;
}

/** Who is to have the role when every change is made, one after the other. */
function membersAfter(before: readonly string[], changes: readonly MemberChange[]): Set<string> {
  const members = new Set(before);
  for (const { op, people } of changes) {
    if (op === 'replace' || people === undefined) members.clear();
    for (const id of people ?? []) {
      if (op === 'remove') members.delete(id);
      else members.add(id);
    }
  }
  return members;
}

/**
 * Gives the role to whoever is to have it, and the role of whoever is in no group to those that had it, in one transaction with an
 * audit record each; a person has one role, so that this takes another one from them. Ends the sessions of everybody whose role
 * changed. Refuses somebody who is not of the agency with `invalid_request`, and then changes nobody.
 */
export async function changeMembers(
  ports: EditPorts,
  request: Provisioning & { role: string; changesOf: (role: RoleWithMembers) => readonly MemberChange[] },
): Promise<void> {
  const { agencyId, actor, origin, role, changesOf } = request;
  await ports.database.write(async (tx) => {
    const seen = roleOf(await rolesWithMembers(tx.query, agencyId), role);
    const changes = changesOf(seen);
    const named = [...seen.members.map(({ id }) => id), ...changes.flatMap(({ people = [] }) => people)];
    // In one order, so that two that change the same people wait for each other in it.
    for (const id of [...new Set(named)].sort()) await lockUser(tx.query, ports.database.engine, id);
    const people = await membersByRole(tx.query, agencyId);
    const before = people.filter((person) => person.role === role).map(({ id }) => id);
    const after = membersAfter(before, changes);
    if ([...after].some((id) => !people.some((person) => person.id === id))) {
      throw refuse.invalidRequest({ description: 'A member must be the id of a user of this agency' });
    }
    const by = { agencyId, actor, origin };
    for (const userId of [...after].filter((id) => !before.includes(id))) {
      await markProvisioned(tx.query, { userId, agencyId, at: ports.clock.now() });
      await editUserIn(ports, tx, { ...by, userId, edit: { role } });
    }
    for (const userId of before.filter((id) => !after.has(id) && role !== ROLE_WITHOUT_GROUP)) {
      await editUserIn(ports, tx, { ...by, userId, edit: { role: ROLE_WITHOUT_GROUP } });
    }
  });
}
