import nodemailer from 'nodemailer';
import type { Log } from '../../kernel/log.ts';

/** Sends a message and returns true, or returns false where no mail server is configured. */
export type MailSender = (message: { to: string; subject: string; text: string }) => Promise<boolean>;

/**
 * Sends mail by the configured server. The returned function resolves true once the server took the message, and false
 * where none is configured or it refused: the caller then shows what it would have mailed.
 */
export function createMail(settings: { smtpUrl: string | null; mailFrom: string }, log: Log): MailSender {
  if (settings.smtpUrl === null) return async () => false;
  const transport = nodemailer.createTransport(settings.smtpUrl);
  return async (message) => {
    try {
      await transport.sendMail({ from: settings.mailFrom, ...message });
      return true;
    } catch (err) {
      log.error({ code: (err as { code?: string }).code }, 'the mail server refused a message');
      return false;
    }
  };
}
