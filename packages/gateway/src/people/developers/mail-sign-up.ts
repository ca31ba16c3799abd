import type { Transaction } from '../../database/database.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailTexts, mailTo } from '../../outbox/mail-texts/mail-texts.ts';

/**
 * Part of the caller's transaction: mails the link that confirms an account. The mail has nothing in it that its sender wrote:
 * whose address it is has confirmed nothing yet. Whoever has an account reads so in their mail.
 */
export async function mailSignUp(
  { mail, publicUrl }: { mail: MailQueue; publicUrl: string },
  tx: Transaction,
  signedUp: { email: string; url: Secret; expiresAt: number; isKnown: boolean },
): Promise<void> {
  const { email, url, expiresAt, isKnown } = signedUp;
  const texts = mailTexts(undefined);
  const written = isKnown
    ? texts.signUpOfKnown({ signInUrl: `${publicUrl}/developers` })
    : texts.signUp({ url: url.reveal(), expiresAt: toRfc3339(expiresAt) });
  await mail.queue(tx, mailTo(email, written));
}
