import { DeveloperConfirmation, DeveloperSignUp, DeveloperSignUpRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { AccessSettings } from '../../../authorization/settings.ts';
import type { Database } from '../../../database/database.ts';
import type { MailSender } from '../../../delivery/mail/smtp-mail.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { type ConfirmationLink, confirmSignUp, signUp } from '../../../people/developers/sign-up.ts';
import type { PasswordHasher } from '../../../people/passwords/password-hasher.ts';
import type { Route } from '../../route.ts';
import { native } from '../errors.ts';

export interface AddPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: AccessSettings;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly passwords: PasswordHasher;
  readonly sendMail: MailSender;
}

export interface ConfirmPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: AccessSettings;
  readonly passwords: PasswordHasher;
}

const open = {
  method: 'POST',
  dialect: native,
  access: { kind: 'public' },
  limit: 'failures',
  body: 'json',
  bodyLimitBytes: 8_192,
} as const;

/**
 * Mails the link; only the sandbox shows it, where no mail server is configured. The mail has nothing in it that its sender wrote:
 * whose address it is has confirmed nothing yet. Who has an account reads so in their mail.
 */
async function deliver(
  ports: { settings: AccessSettings; publicUrl: string; sendMail: MailSender },
  link: ConfirmationLink,
): Promise<DeveloperSignUp> {
  const until = toRfc3339(link.expiresAt);
  const text = link.isKnown
    ? [
        'somebody signed up for a Sallyport developer account with this address, which has one already. Nothing was changed.',
        '',
        `Sign in at ${ports.publicUrl}/developers with the password you have.`,
      ]
    : [
        'open this link once to confirm your Sallyport developer account:',
        '',
        link.url.reveal(),
        '',
        `It is valid until ${until}. If you did not sign up, do nothing.`,
      ];
  const wasMailed = await ports.sendMail({
    to: link.email,
    subject: 'Your Sallyport developer account',
    text: ['Hello,', '', ...text].join('\n'),
  });
  return {
    mailed_to: wasMailed ? link.email : null,
    url: wasMailed || !ports.settings.showsSignUpLinks ? null : link.url.reveal(),
    expires_at: until,
  };
}

export const add: Route<AddPorts> = {
  ...open,
  path: '/api/developer/sign-ups',
  summary: 'Sign up as a developer',
  schema: { body: DeveloperSignUpRequest, responses: { 202: DeveloperSignUp } },
  async handle(ports, { body, origin }) {
    const { email, name, password } = body as DeveloperSignUpRequest;
    const link = await signUp(ports, { email, name, password, origin });
    return { status: 202, headers: { 'cache-control': 'no-store' }, body: await deliver(ports, link) };
  },
};

export const confirm: Route<ConfirmPorts> = {
  ...open,
  path: '/api/developer/confirmations',
  summary: 'Confirm a developer account by its link',
  schema: { body: DeveloperConfirmation, responses: { 204: null } },
  async handle(ports, { body, origin }) {
    const { link_token, password } = body as DeveloperConfirmation;
    await confirmSignUp(ports, { linkToken: link_token, password, origin });
    return { status: 204 };
  },
};
