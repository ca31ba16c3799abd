import type { Transaction } from '../../database/database.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';

/**
 * Part of the caller's transaction: mails the link that confirms an account. The mail has nothing in it that its sender wrote:
 * whose address it is has confirmed nothing yet. Whoever has an account reads so in their mail.
 */
export async function mailSignUp(
  { mail, publicUrl }: { mail: MailQueue; publicUrl: string },
  tx: Transaction,
  signedUp: { email: string; url: Secret; expiresAt: number; isKnown: boolean },
): Promise<void> {
  const text = signedUp.isKnown
    ? [
        'somebody signed up for a Sallyport developer account with this address, which has one already. Nothing was changed.',
        '',
        `Sign in at ${publicUrl}/developers with the password you have.`,
      ]
    : [
        'open this link once to confirm your Sallyport developer account:',
        '',
        signedUp.url.reveal(),
        '',
        `It is valid until ${toRfc3339(signedUp.expiresAt)}. If you did not sign up, do nothing.`,
      ];
  await mail.queue(tx, {
    to: signedUp.email,
    subject: 'Your Sallyport developer account',
    text: ['Hello,', '', ...text].join('\n'),
  });
}
