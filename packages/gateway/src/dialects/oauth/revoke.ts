import { RevocationAnswer, RevocationRequest } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import type { EndSubscriptions } from '../../authorization/grants/revoke-grant.ts';
import { revokeTokenOfSender } from '../../authorization/issued-tokens/revoke-token.ts';
import type { Limits } from '../../authorization/limits/limits.ts';
import type { ReplayGuard } from '../../authorization/replays/replay-guard.ts';
import type { BearerCheck } from '../../authorization/tokens/bearer-check.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { Route } from '../routing/route.ts';
import { oauthErrors } from './errors.ts';

export interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly bearer: BearerCheck;
  readonly replays: ReplayGuard;
  readonly endSubscriptions: EndSubscriptions;
}

/** `POST /oauth/revoke` (RFC 7009). The answer is the same whether there was something to revoke or not. */
export const revoke: Route<Ports> = {
  method: 'POST',
  path: '/oauth/revoke',
  answersClientPages: true,
  errors: oauthErrors,
  summary: 'End a token, and with a refresh token its whole grant',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { body: RevocationRequest, responses: { 200: RevocationAnswer } },
  async handle(ports, request) {
    const { token } = readParameters(RevocationRequest, request.body);
    await revokeTokenOfSender(ports, { sender: readCredentials(ports, request), token });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: {} };
  },
};
