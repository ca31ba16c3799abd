import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import { deleteAllFactors } from '../factors/store.ts';
import { type EndWithPerson, endAccess } from '../sessions/end-access.ts';
import type { UserState } from '../users/types.ts';
import { ownUser, recordAbout, stateOf, type UserRequest } from './administer-user.ts';

/**
 * Removes every second factor and recovery code of a person who lost theirs, and ends all their access, atomically with the
 * audit record and a mail to the person. Where the policy asks for a factor, they add one at their next sign-in. Refuses
 * one's own with `conflict`.
 */
export async function resetFactors(
  ports: {
    readonly database: Database;
    readonly audit: Audit;
    readonly clock: Clock;
    readonly changes: ChangeFeed;
    readonly endWithPerson: readonly EndWithPerson[];
    readonly mail: MailQueue;
  },
  request: UserRequest,
): Promise<UserState> {
  const { actor } = request;
  if (actor.kind === 'user' && actor.id === request.userId) {
    throw refuse.conflict({ description: 'Ask another administrator to reset your factors' });
  }
  await ports.database.write(async (tx) => {
    const user = await ownUser(ports, tx, request);
    const removed = await deleteAllFactors(tx.query, user.id);
    await endAccess(ports, tx, user.id, { ...request, reason: 'factors_reset' });
    await recordAbout(ports, tx, request, 'user.factors_reset', { removed });
    await mailAboutAccount(ports, tx, user, 'factors_reset');
  });
  return stateOf(ports, request.userId);
}
