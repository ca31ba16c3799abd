import type { Transaction } from '../../database/database.ts';
import { type Clock, toRfc3339 } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailTexts, mailTo } from '../../outbox/mail-texts/mail-texts.ts';
import type { AccountChange } from '../../outbox/mail-texts/types.ts';
import { mailLanguage, type User } from '../users/types.ts';

/** Part of the caller's transaction: mails the person what happened to their account, where a mail server is configured. */
export async function mailAboutAccount(
  { mail, clock }: { mail: MailQueue; clock: Clock },
  tx: Transaction,
  { email, firstName, ...person }: Pick<User, 'email' | 'firstName' | 'language' | 'agencyLanguage'>,
  what: AccountChange,
  more: { codesLeft?: number; place?: string } = {},
): Promise<void> {
  const at = toRfc3339(clock.now());
  await mail.queue(tx, mailTo(email, mailTexts(mailLanguage(person)).accountChanged(what, { firstName, at, ...more })));
}
