import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { issuePasswordLink } from '../password-links/issue-password-link.ts';
import { mailPasswordLink } from '../password-links/mail-password-link.ts';
import { domainOf } from '../single-sign-on/begin-sign-in.ts';
import { providersOf } from '../single-sign-on/store.ts';
import { findUser } from '../users/store.ts';

export interface FirstLinkPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordLinkHours: number };
  readonly publicUrl: string;
  readonly mail: MailQueue;
}

/**
 * Part of the caller's transaction: mails the person a link to set a first password. Whoever has one, or signs in by the agency's
 * identity provider, gets none; nor does anybody where no mail server is configured: an administrator gives the link by hand.
 */
export async function mailFirstLink(ports: FirstLinkPorts, tx: Transaction, userId: string): Promise<void> {
  const user = await findUser(tx.query, userId);
  if (!ports.mail.isOn || user === undefined || user.agencyId === null) return;
  if (user.passwordHash !== null || user.disabledAt !== null) return;
  const providers = await providersOf(tx.query, user.agencyId);
  const isOfProvider = providers.some(
    ({ disabledAt, domains }) =>
      disabledAt === null && (domains.length === 0 || domains.includes(domainOf(user.email))),
  );
  if (isOfProvider) return;
  await mailPasswordLink(ports, tx, user, await issuePasswordLink(ports, tx, user.id));
}
