import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { actorOf, type Principal } from '../principals/principal.ts';
import { endGrant, findGrant } from './store.ts';
import type { Grant } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly endSubscriptions: EndSubscriptions;
}

/** Ends, in the caller's transaction, the webhook subscriptions that a person's tokens or a grant's made. */
export type EndSubscriptions = (tx: Transaction, made: { userId: string } | { grantId: string }) => Promise<void>;

/** Why a grant ended, as the audit has it. */
export type RevocationReason =
  | 'administrator'
  | 'client'
  | 'code_reused'
  | 'device_code_reused'
  | 'refresh_token_reused'
  | 'person_ended'
  | 'session_ended';

/**
 * Part of the caller's transaction: ends the grant with every refresh and access token of it and every webhook subscription
 * made under it, on every process within a second. A grant that has ended stays as it is, without a second record.
 */
export async function endGrantWithRecord(
  { audit, changes, clock, endSubscriptions }: Pick<Ports, 'audit' | 'clock' | 'changes' | 'endSubscriptions'>,
  tx: Transaction,
  ended: { grant: Grant; reason: RevocationReason; actor: Actor; origin?: Origin },
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
    ...(origin && { origin }),
    detail: { client_id: grant.clientId, reason },
  });
}

/** Ends a grant of the agency for its administrator. Another agency's grant and none are the same `not_found`. */
export async function revokeGrant(
  ports: Ports,
  request: { agencyId: string; grantId: string; principal: Principal; origin: Origin },
): Promise<void> {
  const { agencyId, grantId, principal, origin } = request;
  await ports.database.write(async (tx) => {
    const grant = await findGrant(tx.query, grantId);
    if (grant === undefined || grant.agencyId !== agencyId) {
      throw refuse.notFound({ description: 'No grant with this id' });
    }
    await endGrantWithRecord(ports, tx, { grant, reason: 'administrator', actor: actorOf(principal), origin });
  });
}
