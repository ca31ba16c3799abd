import { IntrospectionAnswer, IntrospectionRequest } from '@sallyport/contract';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import { introspectTokenForSender, type TokenState } from '../../authorization/issued-tokens/introspect-token.ts';
import type { Limits } from '../../authorization/limits/limits.ts';
import type { ReplayGuard } from '../../authorization/replays/replay-guard.ts';
import type { BearerCheck } from '../../authorization/tokens/bearer-check.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { Route } from '../routing/route.ts';
import { oauthErrors } from './errors.ts';

export interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly bearer: BearerCheck;
  readonly replays: ReplayGuard;
}

function encodeState(standing: TokenState | null, issuer: string): IntrospectionAnswer {
  if (standing === null) return { active: false };
  const { kind, clientId, subject, agencyId, scope, jti, issuedAt, expiresAt, keyThumbprint } = standing;
  return {
    active: true,
    ...(kind === 'access' && { token_type: keyThumbprint === null ? 'Bearer' : 'DPoP' }),
    // RFC 9449 section 6.2.
    ...(keyThumbprint !== null && { cnf: { jkt: keyThumbprint } }),
    client_id: clientId,
    sub: subject,
    ...(agencyId !== null && { agency: agencyId }),
    scope,
    iss: issuer,
    aud: issuer,
    ...(jti !== null && { jti }),
    iat: Math.floor(issuedAt / 1000),
    exp: Math.floor(expiresAt / 1000),
  };
}

/** `POST /oauth/introspect` (RFC 7662). */
export const introspect: Route<Ports> = {
  method: 'POST',
  path: '/oauth/introspect',
  answersClientPages: true,
  errors: oauthErrors,
  summary: 'What a token is at this moment',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { body: IntrospectionRequest, responses: { 200: IntrospectionAnswer } },
  async handle(ports, request) {
    const { token } = readParameters(IntrospectionRequest, request.body);
    const standing = await introspectTokenForSender(ports, { sender: readCredentials(ports, request), token });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: encodeState(standing, ports.publicUrl) };
  },
};
