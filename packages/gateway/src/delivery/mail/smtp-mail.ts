import nodemailer from 'nodemailer';
import type { Log } from '../../kernel/log.ts';

/**
 * Sends mail by the configured server. The returned function resolves true once the server took the message, and false
 * where none is configured or it refused: the caller then shows what it would have mailed.
 */
export function createMail(settings: { smtpUrl: string | null; mailFrom: string }, log: Log) {
  if (settings.smtpUrl === null) return async () => false;
  const transport = nodemailer.createTransport(settings.smtpUrl);
  return async (message: { to: string; subject: string; text: string }): Promise<boolean> => {
    try {
      await transport.sendMail({ from: settings.mailFrom, ...message });
      return true;
    } catch (err) {
      log.error({ code: (err as { code?: string }).code }, 'the mail server refused a message');
      return false;
    }
  };
}
