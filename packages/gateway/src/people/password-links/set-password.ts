import { findAgency } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import { checkNewPassword } from '../passwords/check-new-password.ts';
import { refuseEarlierPassword } from '../passwords/earlier-passwords.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { rememberPassword } from '../passwords/store.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { type EndWithPerson, endAccess } from '../sessions/end-access.ts';
import { clearAllFailures } from '../sign-in/store.ts';
import { findUser, updatePassword } from '../users/store.ts';
import { isEnabled, type User } from '../users/types.ts';
import { findLinkOwner, spendLink } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: SecurityPolicies;
  readonly changes: ChangeFeed;
  readonly passwords: PasswordHasher;
  readonly endWithPerson: readonly EndWithPerson[];
  readonly mail: MailQueue;
}

const SPENT = 'This link is not valid: it was used, replaced by a newer one, or is too old. Ask for a new one';

async function linkOwner({ database, clock }: { database: Database; clock: Clock }, linkToken: string): Promise<User> {
  const userId = await findLinkOwner(database.read, hashSecret(linkToken), clock.now());
  const user = userId === undefined ? undefined : await findUser(database.read, userId);
  if (user === undefined || !isEnabled(user)) throw refuse.notFound({ description: SPENT });
  return user;
}

/** Whose link this is, without spending it. Refuses an unknown, spent or expired link with `not_found`. */
export async function describePasswordLink(
  ports: { database: Database; clock: Clock; policies: SecurityPolicies },
  linkToken: string,
): Promise<{ user: User; agencyName: string | null; passwordMinimumLength: number }> {
  const user = await linkOwner(ports, linkToken);
  const agency = user.agencyId === null ? undefined : await findAgency(ports.database.read, user.agencyId);
  const { policy } = await ports.policies.of(user.agencyId);
  return { user, agencyName: agency?.name ?? null, passwordMinimumLength: policy.passwordMinimumLength };
}

/**
 * Spends the link and sets the password, in one transaction with its audit record; ends every session and lock of that
 * person. Of two uses at once one wins. Refuses a banned password and one of those before with `invalid_request` and leaves the link unspent.
 */
export async function setPassword(
  ports: Ports,
  request: { linkToken: string; password: string; origin: Origin },
): Promise<void> {
  const { database, audit, clock, policies, passwords } = ports;
  const user = await linkOwner(ports, request.linkToken);
  const { policy } = await policies.of(user.agencyId);
  await checkNewPassword(request.password, user, policy.passwordMinimumLength);
  await refuseEarlierPassword({ database, passwords }, request.password, user, policy.passwordsRemembered);
  const passwordHash = await passwords.hash(request.password, { isKnown: true, key: user.id });
  await database.write(async (tx) => {
    const now = clock.now();
    if (!(await spendLink(tx.query, hashSecret(request.linkToken), now))) throw refuse.notFound({ description: SPENT });
    await rememberPassword(tx.query, user, now);
    await updatePassword(tx.query, user.id, passwordHash, now);
    await clearAllFailures(tx.query, user.id);
    await endAccess(ports, tx, user.id, {
      ...{ actor: { kind: 'user', id: user.id }, origin: request.origin },
      reason: 'password_changed',
    });
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id },
      agencyId: user.agencyId,
      action: 'user.password_set',
      outcome: 'success',
      subject: user.id,
      origin: request.origin,
    });
    await mailAboutAccount(ports, tx, user, 'password_changed');
  });
}
