import type { Actor } from '../../audit/types.ts';
import type { AccessParts } from '../../authorization/parts.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { issuePasswordLink, type PasswordLink } from '../password-links/issue-password-link.ts';
import { clearAllFailures } from '../sign-in/store.ts';
import { allStandings, findUserByEmail, normaliseEmail } from '../users/store.ts';
import type { User, UserStanding } from '../users/types.ts';

interface ConsoleRequest {
  readonly email: string;
  readonly actor: Actor;
}

async function known(tx: Transaction, email: string): Promise<User> {
  const user = await findUserByEmail(tx.query, normaliseEmail(email));
  if (user === undefined) throw refuse.notFound({ description: `No user has the e-mail ${email}` });
  return user;
}

async function release(parts: AccessParts, tx: Transaction, user: User, actor: Actor): Promise<void> {
  await clearAllFailures(tx.query, user.id);
  await parts.changes.publish(tx, 'user_released', user.email);
  const { id: subject, agencyId } = user;
  await parts.audit.append(tx, { actor, agencyId, action: 'user.lock_released', outcome: 'success', subject });
}

/** Takes every lock off a user of any agency or of none, atomically with its audit record. Refuses with `not_found`. */
export async function releaseUser(parts: AccessParts, { email, actor }: ConsoleRequest): Promise<void> {
  await parts.database.write(async (tx) => release(parts, tx, await known(tx, email), actor));
}

/**
 * A new one-time link to set a password, with every lock taken off; links given before are void, and setting the password
 * ends what is open. Refuses an unknown e-mail with `not_found`, a disabled user with `conflict`.
 */
export function resetUser(parts: AccessParts, { email, actor }: ConsoleRequest): Promise<PasswordLink> {
  return parts.database.write(async (tx) => {
    const user = await known(tx, email);
    if (user.disabledAt !== null) throw refuse.conflict({ description: 'Enable the user first' });
    await release(parts, tx, user, actor);
    const { id: subject, agencyId } = user;
    await parts.audit.append(tx, { actor, agencyId, action: 'user.password_link_issued', outcome: 'success', subject });
    return issuePasswordLink(parts, tx, user.id);
  });
}

/** Every user of the installation, operators among them, by e-mail. */
export function listAllUsers({ database, clock }: Pick<AccessParts, 'database' | 'clock'>): Promise<UserStanding[]> {
  return allStandings(database.read, clock.now());
}
