import type { Transaction } from '../../database/database.ts';
import { type Clock, toRfc3339 } from '../../kernel/clock.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import type { User } from '../users/types.ts';

const WHAT = {
  factor_added: ['A second factor was added', 'a second factor was added to your account'],
  factor_removed: ['A second factor was removed', 'a second factor was removed from your account'],
  recovery_code_used: ['A recovery code was used', 'one of your recovery codes was used to sign in'],
  recovery_codes_made: ['New recovery codes', 'new recovery codes were made; those before are void'],
  password_changed: ['Your password was changed', 'the password of your account was changed'],
  new_place: [
    'A sign-in from a new place',
    'somebody signed in to your account from a place that was never used before',
  ],
  factors_reset: ['Your second factors were removed', 'an administrator removed all of your second factors'],
} as const;

/** Part of the caller's transaction: mails the person what happened to their account, where a mail server is configured. */
export async function mailAboutAccount(
  { mail, clock }: { mail: MailQueue; clock: Clock },
  tx: Transaction,
  { email, firstName }: Pick<User, 'email' | 'firstName'>,
  what: keyof typeof WHAT,
  { codesLeft, place }: { codesLeft?: number; place?: string } = {},
): Promise<void> {
  const [subject, sentence] = WHAT[what];
  const text = [
    `Hello ${firstName},`,
    '',
    `${sentence}, at ${toRfc3339(clock.now())}.`,
    ...(place === undefined ? [] : [`The address of the place is ${place}.`]),
    ...(codesLeft === undefined ? [] : [`${codesLeft} recovery codes are left.`]),
    'If this was not you, ask an administrator of your agency to end your sessions and to reset your factors.',
  ].join('\n');
  await mail.queue(tx, { to: email, subject: `Sallyport: ${subject}`, text });
}
