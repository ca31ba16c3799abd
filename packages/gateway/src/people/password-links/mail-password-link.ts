import type { Transaction } from '../../database/database.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import type { User } from '../users/types.ts';
import type { PasswordLink } from './issue-password-link.ts';

/** Part of the caller's transaction: mails the link. False where no mail server is configured: the caller shows it. */
export async function mailPasswordLink(
  { mail }: { mail: MailQueue },
  tx: Transaction,
  { email, firstName }: Pick<User, 'email' | 'firstName'>,
  link: PasswordLink,
): Promise<boolean> {
  const text = [
    `Hello ${firstName},`,
    '',
    'an administrator of your agency asks you to set a password for Sallyport. Open this link once:',
    '',
    link.url.reveal(),
    '',
    `It is valid until ${toRfc3339(link.expiresAt)}.`,
  ].join('\n');
  await mail.queue(tx, { to: email, subject: 'Set your Sallyport password', text });
  return mail.isOn;
}
