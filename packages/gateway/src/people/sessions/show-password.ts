import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { confirmedFactorsOf } from '../factors/store.ts';
import { acceptUser, checkPassword, type UserSignInPorts } from '../sign-in/check-password.ts';
import { findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import type { SessionLock } from './session-lock.ts';
import { markPasswordShown } from './store.ts';

const WRONG = 'The password is wrong, or the account is locked';

/**
 * Notes that the person of the session of that token showed their password again, atomically with its audit record: the factor of who
 * has none, and of anybody whose session asks for one to go on. Checked as at a sign-in, a wrong one counts towards the lock and is
 * refused with `invalid_credentials`. Refuses with `conflict` who has a second factor and is not asked so, or has no password.
 */
export async function showOwnPassword(
  ports: UserSignInPorts,
  request: { user: User; token: string; lock: SessionLock; password: string; origin: Origin },
): Promise<void> {
  const { database, audit, clock } = ports;
  const { user, token, lock, password, origin } = request;
  if (lock.asks === null && (await confirmedFactorsOf(database.read, user.id)).length > 0) {
    throw refuse.conflict({ description: 'You have a second factor: show it by POST /api/session/factor' });
  }
  const found = await findUserByEmail(database.read, user.email);
  if (found?.passwordHash == null || found.hasNoPasswordSignIn === true) {
    throw refuse.conflict({
      description: 'You have no password here: sign out, and in again at your identity provider',
    });
  }
  const action = 'session.factor_shown';
  const proof = await checkPassword(ports, { email: user.email, password, origin, action });
  if (proof === null || proof.user.id !== user.id) {
    throw refuse.invalidCredentials({ description: WRONG, isRecorded: true });
  }
  await database.write(async (tx) => {
    if (!(await acceptUser(ports, tx, proof, origin.source))) throw refuse.invalidCredentials({ description: WRONG });
    const isOpen = await markPasswordShown(tx.query, hashSecret(token), clock.now());
    if (!isOpen) throw refuse.invalidToken({ description: 'The session has ended; sign in again' });
    const actor = { kind: 'user', id: user.id } as const;
    const entry = {
      agencyId: user.agencyId,
      subject: user.id,
      outcome: 'success',
      detail: { by: 'password' },
    } as const;
    await audit.append(tx, { ...entry, actor, action, origin });
  });
}
