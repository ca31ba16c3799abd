import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import { deleteAllFactors } from '../factors/store.ts';
import { issuePasswordLink, type PasswordLink } from '../password-links/issue-password-link.ts';
import { clearAllFailures } from '../sign-in/store.ts';
import { normaliseEmail } from '../users/email-address.ts';
import { allStates, findUserByEmail } from '../users/store.ts';
import type { User, UserState } from '../users/types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordLinkHours: number };
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
}

interface ConsoleRequest {
  readonly email: string;
  readonly actor: Actor;
}

async function known(tx: Transaction, email: string): Promise<User> {
  const user = await findUserByEmail(tx.query, normaliseEmail(email));
  if (user === undefined) throw refuse.notFound({ description: `No user has the e-mail ${email}` });
  return user;
}

async function release(
  ports: { audit: Audit; changes: ChangeFeed },
  tx: Transaction,
  user: User,
  actor: Actor,
): Promise<void> {
  await clearAllFailures(tx.query, user.id);
  await ports.changes.publish(tx, 'user_released', user.email);
  const { id: subject, agencyId } = user;
  await ports.audit.append(tx, { actor, agencyId, action: 'user.lock_released', outcome: 'success', subject });
}

/** Takes every lock off a user of any agency or of none, atomically with its audit record. Refuses with `not_found`. */
export async function releaseUser(
  ports: Pick<Ports, 'database' | 'audit' | 'changes'>,
  { email, actor }: ConsoleRequest,
): Promise<void> {
  await ports.database.write(async (tx) => release(ports, tx, await known(tx, email), actor));
}

/**
 * A new one-time link to set a password, with every lock taken off; links given before are void, and setting the password
 * ends what is open. `dropsFactors` removes their second factors and recovery codes too. Refuses an unknown e-mail with `not_found`, a disabled user with `conflict`.
 */
export function resetUser(
  ports: Ports,
  { email, actor, dropsFactors }: ConsoleRequest & { dropsFactors: boolean },
): Promise<PasswordLink> {
  return ports.database.write(async (tx) => {
    const user = await known(tx, email);
    if (user.disabledAt !== null) throw refuse.conflict({ description: 'Enable the user first' });
    await release(ports, tx, user, actor);
    const { id: subject, agencyId } = user;
    if (dropsFactors) {
      const detail = { removed: await deleteAllFactors(tx.query, user.id) };
      await ports.audit.append(tx, {
        actor,
        agencyId,
        action: 'user.factors_reset',
        outcome: 'success',
        subject,
        detail,
      });
    }
    await ports.audit.append(tx, { actor, agencyId, action: 'user.password_link_issued', outcome: 'success', subject });
    return issuePasswordLink(ports, tx, user.id);
  });
}

/** Every user of the installation, operators among them, by e-mail. */
export function listAllUsers({ database, clock }: { database: Database; clock: Clock }): Promise<UserState[]> {
  return allStates(database.read, clock.now());
}
