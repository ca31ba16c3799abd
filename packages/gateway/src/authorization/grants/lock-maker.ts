import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { shareUser } from '../../people/users/store.ts';
import { isEnabled } from '../../people/users/types.ts';
import type { PrincipalUser } from '../principals/principal.ts';
import { shareGrant } from './store.ts';

/** For whom something is made that ends with them: a person, or a grant. */
export interface LockedMaker {
  readonly user?: PrincipalUser | null | undefined;
  readonly grantId?: string | undefined;
}

/**
 * Part of the caller's transaction: what it makes for the person or the grant is made while they are in force, and their
 * ending then waits for the commit and finds it. Refuses with `invalid_token` where the access of either was ended since
 * the request was let in.
 */
export async function lockMaker(
  { database, clock }: { database: Pick<Database, 'engine'>; clock: Clock },
  tx: Transaction,
  { user, grantId }: LockedMaker,
): Promise<void> {
  if (user !== undefined && user !== null) {
    const found = await shareUser(tx.query, database.engine, user.id);
    if (found === undefined || !isEnabled(found) || found.tokenGeneration !== user.tokenGeneration) {
      throw ended('the access of the user was ended meanwhile');
    }
  }
  if (grantId !== undefined) {
    const found = await shareGrant(tx.query, database.engine, grantId);
    if (found === undefined || found.revokedAt !== null || found.expiresAt <= clock.now()) {
      throw ended('the grant was ended meanwhile');
    }
  }
}

const ended = (logDetail: string) =>
  refuse.invalidToken({ description: 'This access was ended; sign in or ask for a token again', logDetail });
