import { Active911TokenAnswer } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import { redeemCode } from '../../authorization/grants/redeem-code.ts';
import { refreshAccess } from '../../authorization/grants/refresh-access.ts';
import type { EndSubscriptions } from '../../authorization/grants/revoke-grant.ts';
import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import type { Limits } from '../../authorization/limits/limits.ts';
import type { ReplayGuard } from '../../authorization/replays/replay-guard.ts';
import type { IssuedToken } from '../../authorization/tokens/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Random } from '../../kernel/random.ts';
import { authenticate } from '../requests/client-credentials.ts';
import type { ParameterBody, Route, RouteRequest } from '../routing/route.ts';
import { active911TokenErrors } from './errors.ts';

export interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
  readonly replays: ReplayGuard;
  readonly endSubscriptions: EndSubscriptions;
}

const BODY_LIMIT_BYTES = 16_384;
/** RFC 6749 section 5.1: nobody on the way keeps a token. */
export const UNCACHED = { 'cache-control': 'no-store', pragma: 'no-cache' };

function required(body: ParameterBody, name: string): string {
  const value = body.values.get(name);
  if (value === undefined) throw refuse.invalidRequest({ description: `${name} is missing` });
  return value;
}

/** Clients repeat here the scopes they first asked for, of which the agency may have allowed fewer. */
const scopeOf = ({ values }: ParameterBody) => ({ scope: values.get('scope'), mayExceedGrant: true });

async function exchangeCode(ports: Ports, request: RouteRequest, body: ParameterBody): Promise<IssuedToken> {
  const { origin } = request;
  const client = await authenticate(ports, request, { mayRepeat: true });
  return redeemCode(ports, {
    client,
    code: required(body, 'code'),
    codeVerifier: body.values.get('code_verifier'),
    redirectUri: body.values.get('redirect_uri') ?? body.values.get('redirection_uri'),
    ...scopeOf(body),
    origin,
  });
}

/** The answer has a refresh token: the new one, or the one that was sent where the client keeps it. */
async function refresh(ports: Ports, request: RouteRequest, body: ParameterBody): Promise<IssuedToken> {
  const { origin } = request;
  const client = await authenticate(ports, request, { mayRepeat: true });
  const refreshToken = required(body, 'refresh_token');
  const issued = await refreshAccess(ports, { client, refreshToken, ...scopeOf(body), origin });
  return { ...issued, refreshToken: issued.refreshToken ?? refreshToken };
}

const GRANTS: Readonly<Record<string, typeof exchangeCode>> = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
};

/** `POST /interface/open_api/token.php`: five fields, all strings (seed: Active911). */
export const token: Route<Ports> = {
  method: 'POST',
  path: '/interface/open_api/token.php',
  answersClientPages: true,
  errors: active911TokenErrors,
  summary: 'Get an access token, as Active911 applications do',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  schema: { responses: { 200: Active911TokenAnswer } },
  async handle(ports, request) {
    const body = request.body as ParameterBody;
    const grantType = required(body, 'grant_type');
    const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
    if (grant === undefined) {
      throw refuse.unsupportedGrantType({
        description: `grant_type must be one of: ${Object.keys(GRANTS).join(', ')}`,
      });
    }
    const issued = await grant(ports, request, body);
    return {
      status: 200,
      headers: UNCACHED,
      body: {
        access_token: issued.accessToken,
        token_type: 'Bearer',
        expires_in: String(issued.expiresInSeconds),
        refresh_token: issued.refreshToken ?? '',
        scope: issued.scope,
      },
    };
  },
};
