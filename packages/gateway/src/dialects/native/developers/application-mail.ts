import type { MailSender } from '../../../delivery/mail/smtp-mail.ts';

/** Mails a step to whom it concerns. Without a mail server the same words stand on the application's page, so nothing is lost. */
export async function mailStep(
  { sendMail, publicUrl }: { sendMail: MailSender; publicUrl: string },
  to: string | readonly string[],
  step: {
    application: string;
    sentence: string;
    text?: string | undefined;
    path: '/developers' | '/portal/admin/applications';
  },
): Promise<void> {
  const lines = [`${step.application}: ${step.sentence}`, ...(step.text ? ['', step.text] : [])];
  const text = [...lines, '', `${publicUrl}${step.path}`].join('\n');
  for (const address of typeof to === 'string' ? [to] : to) {
    await sendMail({ to: address, subject: `Sallyport: ${step.application}`, text });
  }
}
