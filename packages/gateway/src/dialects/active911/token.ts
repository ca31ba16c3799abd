import { Active911CodeRequest, Active911RefreshRequest, Active911TokenAnswer } from '@sallyport/contract';
import { type TObject, Type } from 'typebox';
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
import { readParameters } from '../requests/read-parameters.ts';
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

/** Clients repeat here the scopes they first asked for, of which the agency may have allowed fewer. */
const mayExceedGrant = true;

interface Grant {
  readonly form: TObject;
  readonly issue: (ports: Ports, request: RouteRequest) => Promise<IssuedToken>;
}

const authorizationCode: Grant = {
  form: Active911CodeRequest,
  async issue(ports, request) {
    const { origin } = request;
    const client = await authenticate(ports, request, { mayRepeat: true });
    const sent = readParameters(Active911CodeRequest, request.body);
    return redeemCode(ports, {
      client,
      code: sent.code,
      codeVerifier: sent.code_verifier,
      redirectUri: sent.redirect_uri ?? sent.redirection_uri,
      scope: sent.scope,
      mayExceedGrant,
      origin,
    });
  },
};

/** The answer has a refresh token: the new one, or the one that was sent where the client keeps it. */
const refreshToken: Grant = {
  form: Active911RefreshRequest,
  async issue(ports, request) {
    const { origin } = request;
    const client = await authenticate(ports, request, { mayRepeat: true });
    const sent = readParameters(Active911RefreshRequest, request.body);
    const asked = { refreshToken: sent.refresh_token, scope: sent.scope, mayExceedGrant };
    const issued = await refreshAccess(ports, { client, ...asked, origin });
    return { ...issued, refreshToken: issued.refreshToken ?? sent.refresh_token };
  },
};

const GRANTS: Readonly<Record<string, Grant>> = { authorization_code: authorizationCode, refresh_token: refreshToken };

/** `POST /interface/open_api/token.php`: five fields, all strings (seed: Active911). */
export const token: Route<Ports> = {
  method: 'POST',
  path: '/interface/open_api/token.php',
  answersClientPages: true,
  errors: active911TokenErrors,
  summary: 'Get an access token, as Active911 applications do',
  access: { kind: 'public' },
  limit: 'none',
  grantTypes: Object.keys(GRANTS),
  body: 'form-or-json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  schema: {
    body: Type.Union(Object.values(GRANTS).map(({ form }) => form)),
    responses: { 200: Active911TokenAnswer },
  },
  async handle(ports, request) {
    const grantType = (request.body as ParameterBody).values.get('grant_type');
    if (grantType === undefined) throw refuse.invalidRequest({ description: 'grant_type is missing' });
    const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
    if (grant === undefined) {
      throw refuse.unsupportedGrantType({
        description: `grant_type must be one of: ${Object.keys(GRANTS).join(', ')}`,
      });
    }
    const issued = await grant.issue(ports, request);
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
