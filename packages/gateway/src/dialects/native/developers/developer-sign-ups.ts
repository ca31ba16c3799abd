import { DeveloperConfirmation, DeveloperSignUp, DeveloperSignUpRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { type ConfirmationLink, confirmSignUp, signUp } from '../../../people/developers/sign-up.ts';
import type { PasswordHasher } from '../../../people/passwords/password-hasher.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface AddPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: {
    readonly passwordMinimumLength: number;
    readonly developersMaySignUp: boolean;
    readonly showsSignUpLinks: boolean;
  };
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly passwords: PasswordHasher;
  readonly mail: MailQueue;
}

export interface ConfirmPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordMinimumLength: number; readonly developersMaySignUp: boolean };
  readonly passwords: PasswordHasher;
}

const open = {
  method: 'POST',
  errors: nativeErrors,
  access: { kind: 'public' },
  limit: 'failures',
  body: 'json',
  bodyLimitBytes: 8_192,
} as const;

/** Only the sandbox shows the link, where no mail server is configured. */
function encodeSignUp({ showsSignUpLinks }: { showsSignUpLinks: boolean }, link: ConfirmationLink): DeveloperSignUp {
  return {
    mailed_to: link.isMailed ? link.email : null,
    url: link.isMailed || !showsSignUpLinks ? null : link.url.reveal(),
    expires_at: toRfc3339(link.expiresAt),
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
    return { status: 202, headers: { 'cache-control': 'no-store' }, body: encodeSignUp(ports.settings, link) };
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
