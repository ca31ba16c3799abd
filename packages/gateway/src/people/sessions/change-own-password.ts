import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import { checkNewPassword } from '../passwords/check-new-password.ts';
import { refuseEarlierPassword } from '../passwords/earlier-passwords.ts';
import { rememberPassword } from '../passwords/store.ts';
import { acceptUser, checkPassword, type UserSignInPorts } from '../sign-in/check-password.ts';
import { findUserByEmail, updatePassword } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { type EndingPorts, endAccess } from './end-access.ts';

const WRONG = 'The present password is wrong, or the account is locked';

/**
 * Changes the person's password, atomically with its audit record and mail; their other sessions, deeplinks and tokens end, and the
 * session of that token goes on. The present password is checked as at a sign-in: a wrong one counts towards the lock and is
 * refused with `invalid_credentials`. Refuses a banned password and one of those before with `invalid_request`, and with `conflict`
 * who signs in at their agency's provider.
 */
export async function changeOwnPassword(
  ports: UserSignInPorts & EndingPorts & { mail: MailQueue },
  request: { user: User; token: string; presentPassword: string; newPassword: string; origin: Origin },
): Promise<void> {
  const { database, audit, clock, passwords, policies } = ports;
  const { user, token, newPassword: password, origin } = request;
  const found = await findUserByEmail(database.read, user.email);
  if (found?.hasNoPasswordSignIn === true) {
    throw refuse.conflict({
      description: "You sign in by your agency's identity provider; change your password there",
    });
  }
  const attempt = {
    email: user.email,
    password: request.presentPassword,
    origin,
    action: 'user.password_set',
  } as const;
  const proof = await checkPassword(ports, attempt);
  if (proof === null || proof.user.id !== user.id) {
    throw refuse.invalidCredentials({ description: WRONG, isRecorded: true });
  }
  const { policy } = await policies.of(user.agencyId);
  await checkNewPassword(password, proof.user, policy.passwordMinimumLength);
  if (password === request.presentPassword) {
    throw refuse.invalidRequest({ description: 'The new password must be another one than the present' });
  }
  await refuseEarlierPassword({ database, passwords }, password, proof.user, policy.passwordsRemembered);
  const passwordHash = await passwords.hash(password, { isKnown: true, key: user.id });
  await database.write(async (tx) => {
    const now = clock.now();
    if (!(await acceptUser(ports, tx, proof, origin.source))) throw refuse.invalidCredentials({ description: WRONG });
    await rememberPassword(tx.query, proof.user, now);
    await updatePassword(tx.query, user.id, passwordHash, now);
    const actor = { kind: 'user', id: user.id } as const;
    await endAccess(ports, tx, user.id, {
      ...{ actor, origin, reason: 'password_changed' },
      keptTokenHash: hashSecret(token),
    });
    const entry = {
      agencyId: user.agencyId,
      action: 'user.password_set',
      outcome: 'success',
      subject: user.id,
    } as const;
    await audit.append(tx, { ...entry, actor, origin });
    await mailAboutAccount(ports, tx, user, 'password_changed');
  });
}
