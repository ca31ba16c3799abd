import type { Actor } from '../../audit/types.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { endGrant, findGrant } from './store.ts';
import type { Grant } from './types.ts';

/** Why a grant ended, as the audit has it. */
export type RevocationReason =
  | 'administrator'
  | 'client'
  | 'code_reused'
  | 'device_code_reused'
  | 'refresh_token_reused'
  | 'person_ended';

/**
 * Part of the caller's transaction: ends the grant with every refresh and access token of it and every webhook subscription
 * made under it, on every process within a second. A grant that has ended stays as it is, without a second record.
 */
export async function endGrantWithRecord(
  { audit, changes, clock, endSubscriptions }: Pick<AccessParts, 'audit' | 'changes' | 'clock' | 'endSubscriptions'>,
  tx: Transaction,
  ended: { grant: Grant; reason: RevocationReason; actor: Actor; origin: Origin },
): Promise<void> {
  const { grant, reason, actor, origin } = ended;
  if (!(await endGrant(tx.query, grant.id, clock.now()))) return;
  await changes.publish(tx, 'grant', grant.id);
  await endSubscriptions(tx, { grantId: grant.id });
  await audit.append(tx, {
    actor,
    agencyId: grant.agencyId,
    action: 'grant.revoked',
    outcome: 'success',
    subject: grant.id,
    origin,
    detail: { client_id: grant.clientId, reason },
  });
}

/** Ends a grant of the agency for its administrator. Another agency's grant and none are the same `not_found`. */
export async function revokeGrant(
  parts: AccessParts,
  request: { agencyId: string; grantId: string; principal: Principal; origin: Origin },
): Promise<void> {
  const { agencyId, grantId, principal, origin } = request;
  await parts.database.write(async (tx) => {
    const grant = await findGrant(tx.query, grantId);
    if (grant === undefined || grant.agencyId !== agencyId) {
      throw refuse.notFound({ description: 'No grant with this id' });
    }
    await endGrantWithRecord(parts, tx, { grant, reason: 'administrator', actor: actorOf(principal), origin });
  });
}
