import type { SendMail } from './types.ts';

/** A server that accepts a connection and states nothing is given up after so long. */
const STEP_MS = 10_000;

async function transportOf(smtpUrl: string) {
  // An installation without a mail server keeps no mail program in memory.
  const { default: nodemailer } = await import('nodemailer');
  return nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
  });
}

/** Connects, greets and signs in, and sends nothing. Rejects where the server refuses, or does not answer in 10 s. */
export async function greetMailServer(smtpUrl: string): Promise<void> {
  const transport = await transportOf(smtpUrl);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/** Sends mail by that server, `smtp://user:password@host:port`. Rejects where it refuses, or does not answer in 10 s. */
export function createSmtpMail({ smtpUrl, mailFrom }: { smtpUrl: string; mailFrom: string }): SendMail {
  let transport: ReturnType<typeof transportOf> | undefined;
  const domain = /@([^>\s]+)/.exec(mailFrom)?.[1] ?? 'localhost';
  return async ({ id, to, subject, text }) => {
    transport ??= transportOf(smtpUrl).catch((err) => {
      // The next mail tries again.
      transport = undefined;
      throw err;
    });
    await (await transport).sendMail({ from: mailFrom, to, subject, text, messageId: `<${id}@${domain}>` });
  };
}
