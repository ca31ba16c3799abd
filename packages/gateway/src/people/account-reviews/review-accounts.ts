import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { ownUser, recordAbout, type UserRequest } from '../administration/administer-user.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { findUser, markReviewed, statesOfAgency } from '../users/store.ts';
import type { User, UserState } from '../users/types.ts';
import { accountsToReview } from './store.ts';

const DAY_MS = 86_400_000;

/** An account with its last review; `dueAt` is null where the policy asks for none. */
export interface AccountReview {
  readonly user: UserState;
  readonly reviewedAt: number | null;
  readonly reviewedBy: string | null;
  readonly dueAt: number | null;
  readonly isDue: boolean;
}

/**
 * The agency's accounts that are not disabled, or operators where `agencyId` is null, those first that have waited longest for their review, with how many days the policy in
 * force gives one (CJIS AC-2); null where it asks for none.
 */
export async function listAccountReviews(
  { database, clock, policies }: { database: Database; clock: Clock; policies: SecurityPolicies },
  agencyId: string | null,
): Promise<{ days: number | null; accounts: readonly AccountReview[] }> {
  const { policy } = await policies.of(agencyId);
  const days = policy.accountReviewDays;
  const now = clock.now();
  const users = new Map((await statesOfAgency(database.read, agencyId, now)).map((user) => [user.id, user]));
  const accounts = (await accountsToReview(database.read, agencyId)).flatMap(({ userId, since, ...reviewed }) => {
    const user = users.get(userId);
    const dueAt = days === null ? null : since + days * DAY_MS;
    return user === undefined ? [] : [{ user, ...reviewed, dueAt, isDue: dueAt !== null && dueAt <= now }];
  });
  return { days, accounts };
}

/** True for an operator beside whom there is none who is not disabled. */
async function isSoleOperator({ query }: Transaction, { id, agencyId }: User): Promise<boolean> {
  if (agencyId !== null) return false;
  return (await accountsToReview(query, null)).every(({ userId }) => userId === id);
}

/**
 * Confirms that an account is still needed, atomically with its audit record. Refuses one that is not the agency's (`not_found`), a
 * disabled one and one's own, which somebody else confirms (`conflict`), and as `ownUser` does. An operator confirms their own where there is no other
 * one, which the record states.
 */
export async function confirmAccount(
  ports: { database: Database; audit: Audit; clock: Clock },
  request: UserRequest,
): Promise<void> {
  const { actor, userId } = request;
  await ports.database.write(async (tx) => {
    const user = await ownUser(ports, tx, request);
    if (user.disabledAt !== null) throw refuse.conflict({ description: 'A disabled account needs no review' });
    const isOwn = actor.kind === 'user' && actor.id === user.id;
    if (isOwn && !(await isSoleOperator(tx, user))) {
      const other = user.agencyId === null ? 'operator' : 'administrator';
      throw refuse.conflict({ description: `Ask another ${other} to confirm your account` });
    }
    const reviewer = await findUser(tx.query, actor.id);
    const by = reviewer === undefined ? actor.id : `${reviewer.firstName} ${reviewer.lastName}`.trim();
    await markReviewed(tx.query, userId, { at: ports.clock.now(), by });
    await recordAbout(ports, tx, request, 'user.reviewed', isOwn ? { own_account: true, only_operator: true } : {});
  });
}
