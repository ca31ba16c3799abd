import { NewPersonalToken, PersonalTokenRequest } from '@sallyport/contract';
import { issuePersonalToken } from '../../access/personal-tokens/issue-personal-token.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { principalOf, type Route } from '../route.ts';
import { portal } from './errors.ts';
import { explainScopes } from './explain-scopes.ts';

/** Ended under `/api/grants`, as every grant is. */
export const issue: Route = {
  method: 'POST',
  path: '/api/personal-tokens',
  dialect: portal,
  summary: 'Issue a token for a program of your own, shown once',
  access: { kind: 'administrator' },
  limit: 'reads',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: PersonalTokenRequest, responses: { 201: NewPersonalToken } },
  async handle(request) {
    const { scopes } = request.body as PersonalTokenRequest;
    const { parts, origin } = request;
    const { grant, token } = await issuePersonalToken(parts, { principal: principalOf(request), scopes, origin });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: {
        grant_id: grant.id,
        access_token: token.accessToken,
        refresh_token: token.refreshToken,
        scopes: explainScopes(grant.scopes),
        access_ends_at: toRfc3339(token.issuedAt + token.expiresInSeconds * 1000),
        refresh_ends_at: toRfc3339(grant.expiresAt),
      },
    };
  },
};
