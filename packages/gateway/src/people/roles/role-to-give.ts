import type { Database, Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { fitsAgency, type Right, rightsOfRole } from '../rights/rights.ts';
import { lockOwnRole } from './store.ts';

/**
 * What the role may do that a person of that agency is to have; it stays so until the transaction ends. Refuses with
 * `invalid_request` one that is neither of every installation nor the agency's own.
 */
export async function rightsOfRoleToGive(
  { database }: { database: Database },
  tx: Transaction,
  { role, agencyId }: { role: string; agencyId: string | null },
): Promise<ReadonlySet<Right>> {
  if (fitsAgency(role, agencyId)) return rightsOfRole(role);
  const own = agencyId === null ? undefined : await lockOwnRole(tx.query, database.engine, { agencyId, id: role });
  if (own !== undefined) return own.rights;
  throw refuse.invalidRequest({
    description:
      agencyId === null
        ? 'Whoever belongs to no agency must have the role operator'
        : '`role` must be one of those that GET /api/roles lists',
  });
}
