import { CheckPasswordLinkRequest, PasswordLinkOwner, SetPasswordRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { describePasswordLink, setPassword } from '../../../people/password-links/set-password.ts';
import type { PasswordHasher } from '../../../people/passwords/password-hasher.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import type { EndWithPerson } from '../../../people/sessions/end-access.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface SetPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: SecurityPolicies;
  readonly changes: ChangeFeed;
  readonly passwords: PasswordHasher;
  readonly endWithPerson: readonly EndWithPerson[];
  readonly mail: MailQueue;
}

const open = {
  method: 'POST',
  errors: nativeErrors,
  access: { kind: 'public' },
  limit: 'failures',
  body: 'json',
  bodyLimitBytes: 8_192,
} as const;

/** Whose link is this. The token comes in the body, so that no URL ever carries it to a log. */
export const check: Route<{ database: Database; clock: Clock; policies: SecurityPolicies }> = {
  ...open,
  path: '/api/password-link/check',
  summary: 'Whose one-time link is this',
  schema: { body: CheckPasswordLinkRequest, responses: { 200: PasswordLinkOwner } },
  async handle(ports, { body }) {
    const { link_token } = body as CheckPasswordLinkRequest;
    const { user, agencyName, passwordMinimumLength } = await describePasswordLink(ports, link_token);
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: {
        email: user.email,
        first_name: user.firstName,
        agency_name: agencyName,
        minimum_password_length: passwordMinimumLength,
      },
    };
  },
};

/** Spends the link and sets the password. */
export const set: Route<SetPorts> = {
  ...open,
  path: '/api/password',
  summary: 'Set a password by a one-time link',
  schema: { body: SetPasswordRequest, responses: { 204: null } },
  async handle(ports, { body, origin }) {
    const { link_token, password } = body as SetPasswordRequest;
    await setPassword(ports, { linkToken: link_token, password, origin });
    return { status: 204 };
  },
};
