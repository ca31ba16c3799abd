import { NewPersonalToken, PersonalTokenOffer, PersonalTokenRequest } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import type { KeyRing } from '../../../authorization/keys/key-ring.ts';
import { issuePersonalToken, offerPersonalToken } from '../../../authorization/personal-tokens/issue-personal-token.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { explainScopes } from './explain-scopes.ts';

export interface IssuePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
}

export const offer: Route<{ database: Database; clock: Clock; clients: ClientDirectory }> = {
  method: 'GET',
  path: '/api/personal-tokens',
  errors: nativeErrors,
  summary: 'What a token for a program of your own may be issued for',
  access: { kind: 'administrator', right: 'access:manage' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: PersonalTokenOffer } },
  async handle(ports, request) {
    const { client, agency, endsAt } = await offerPersonalToken(ports, principalOf(request));
    return {
      status: 200,
      body: { agency, scopes: explainScopes(client.scopes), ends_at: toRfc3339(endsAt) },
    };
  },
};

/** Ended under `/api/grants`, as every grant is. */
export const issue: Route<IssuePorts> = {
  needsRecentFactor: true,
  method: 'POST',
  path: '/api/personal-tokens',
  errors: nativeErrors,
  summary: 'Issue a token for a program of your own, shown once',
  access: { kind: 'administrator', right: 'access:manage' },
  limit: 'reads',
  body: 'json',
  bodyLimitBytes: 8_192,
  schema: { body: PersonalTokenRequest, responses: { 201: NewPersonalToken } },
  async handle(ports, request) {
    const { scopes } = request.body as PersonalTokenRequest;
    const { origin } = request;
    const { grant, token } = await issuePersonalToken(ports, { principal: principalOf(request), scopes, origin });
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
