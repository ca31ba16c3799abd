import type { Database } from '../../database/database.ts';
import { AGENCY_RIGHTS, RIGHTS, type Right, type StockRole } from '../rights/rights.ts';
import { stockTitle } from './role-title.ts';
import { holdersByRole, ownRolesOf } from './store.ts';
import type { AgencyRole } from './types.ts';

export interface ListedRole extends AgencyRole {
  /** How many people have it. */
  readonly people: number;
  readonly mayBeGiven: boolean;
}

/** The roles of every installation that belong to an agency, in the order of the table of rights. */
export const STOCK_ROLES: readonly AgencyRole[] = (Object.keys(RIGHTS.roles) as StockRole[])
  .filter((role) => RIGHTS.roles[role].of === 'agency')
  .map((id) => ({
    id,
    title: stockTitle(id) ?? id,
    isOwn: false,
    rights: new Set(AGENCY_RIGHTS.filter((right) => (RIGHTS.roles[id].rights as readonly Right[]).includes(right))),
  }));

/** The roles that people of the agency can have, and whether somebody with `rights` may give each. */
export async function listRoles(
  { database }: { database: Database },
  { agencyId, rights }: { agencyId: string; rights: ReadonlySet<Right> },
): Promise<readonly ListedRole[]> {
  const people = await holdersByRole(database.read, agencyId);
  const roles = [...STOCK_ROLES, ...(await ownRolesOf(database.read, agencyId))];
  return roles.map((role) => ({
    ...role,
    people: people.get(role.id) ?? 0,
    mayBeGiven: rights.has('users:manage') && [...role.rights].every((right) => rights.has(right)),
  }));
}
