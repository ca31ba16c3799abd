import { RIGHTS, type StockRole } from '../rights/rights.ts';
import type { User } from '../users/types.ts';

const STOCK_TITLES: Readonly<Record<StockRole, string>> = {
  agent: 'Agent',
  admin: 'Admin',
  supervisor: 'Supervisor',
  auditor: 'Auditor',
  trainee: 'Trainee',
  operator: 'Operator',
};

/** What a role of every installation is called; nothing where none has that name. */
export function stockTitle(role: string): string | undefined {
  return Object.hasOwn(RIGHTS.roles, role) ? STOCK_TITLES[role as StockRole] : undefined;
}

/** What the person's role is called. One that was removed has no title but its id. */
export function roleTitle({ role, ownRoleTitle }: Pick<User, 'role' | 'ownRoleTitle'>): string {
  return stockTitle(role) ?? ownRoleTitle ?? role;
}
