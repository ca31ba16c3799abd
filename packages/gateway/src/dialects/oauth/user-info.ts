import { UserInfo } from '@sallyport/contract';
import { type UserInfo as KnownUser, readUserInfo } from '../../authorization/issued-tokens/read-user-info.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { principalOf, type Route } from '../routing/route.ts';
import { oauthErrors } from './errors.ts';

function encode({ user, agency, rights }: KnownUser): UserInfo {
  const { id, firstName, lastName, email, role, ownRoleTitle } = user;
  return {
    sub: id,
    ...(rights.has('profile:read') && {
      name: `${firstName} ${lastName}`.trim(),
      given_name: firstName,
      family_name: lastName,
      role: ownRoleTitle ?? role,
      ...(agency !== undefined && { agency: agency.id, agency_name: agency.name }),
    }),
    ...(rights.has('email:read') && { email }),
  };
}

const asked: Route<{ database: Database; clock: Clock }> = {
  method: 'POST',
  path: '/oauth/userinfo',
  errors: oauthErrors,
  summary: 'Who signed in, by an access token of the scope openid',
  access: { kind: 'token', right: 'identity:read' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: UserInfo } },
  async handle(ports, request) {
    const known = await readUserInfo(ports, principalOf(request));
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: encode(known) };
  },
};

/** `POST /oauth/userinfo` (OpenID Connect Core 1.0 section 5.3.1); the token stands in the header here too. */
export const postedUserInfo = asked;

/** `GET /oauth/userinfo`: the same, and for pages of public clients. */
export const userInfo = { ...asked, method: 'GET', answersClientPages: true } as const;
