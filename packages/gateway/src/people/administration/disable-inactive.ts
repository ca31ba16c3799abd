import { allAgencies } from '../../agencies/store.ts';
import { SYSTEM } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Transaction } from '../../database/database.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { type EndingPorts, endAccess } from '../sessions/end-access.ts';
import { disableUser, inactiveUsers } from '../users/store.ts';

const DAY_MS = 86_400_000;
const ORIGIN = { source: '', requestId: '' };

export interface InactivePorts extends EndingPorts {
  readonly audit: Audit;
  readonly policies: SecurityPolicies;
}

/**
 * Part of the caller's transaction: disables up to `limit` people who have not signed in for as long as their agency's policy
 * lets an account rest, since they were added or enabled anew, and ends all their access (CJIS AC-2(3)). Returns how many.
 * Operators are left: nobody else could enable them.
 */
export async function disableInactive(ports: InactivePorts, tx: Transaction, limit: number): Promise<number> {
  let disabled = 0;
  const now = ports.clock.now();
  for (const { id: agencyId } of await allAgencies(tx.query)) {
    const { policy } = await ports.policies.read(tx.query, agencyId);
    if (policy.inactiveDays === null) continue;
    const before = now - policy.inactiveDays * DAY_MS;
    for (const userId of await inactiveUsers(tx.query, { agencyId, before, limit: limit - disabled })) {
      await disableUser(tx.query, userId, now);
      await endAccess(ports, tx, userId, { actor: SYSTEM, origin: ORIGIN, reason: 'account_disabled' });
      await ports.audit.append(tx, {
        actor: SYSTEM,
        agencyId,
        action: 'user.disabled_inactive',
        outcome: 'success',
        subject: userId,
        detail: { days: policy.inactiveDays },
      });
      disabled += 1;
    }
    if (disabled >= limit) break;
  }
  return disabled;
}
