import type { Transaction } from '../../database/database.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailTexts, mailTo } from '../../outbox/mail-texts/mail-texts.ts';
import { mailLanguage, type User } from '../users/types.ts';
import type { PasswordLink } from './issue-password-link.ts';

/** Part of the caller's transaction: mails the link. False where no mail server is configured: the caller shows it. */
export async function mailPasswordLink(
  { mail }: { mail: MailQueue },
  tx: Transaction,
  { email, firstName, ...person }: Pick<User, 'email' | 'firstName' | 'language' | 'agencyLanguage'>,
  link: PasswordLink,
): Promise<boolean> {
  const stated = { firstName, url: link.url.reveal(), expiresAt: toRfc3339(link.expiresAt) };
  await mail.queue(tx, mailTo(email, mailTexts(mailLanguage(person)).passwordLink(stated)));
  return mail.isOn;
}
