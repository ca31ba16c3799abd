import { PersonalAccessAnswer, PersonalAccessRequest } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import type { EndSubscriptions } from '../../authorization/grants/revoke-grant.ts';
import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import type { Limits } from '../../authorization/limits/limits.ts';
import { renewPersonalToken } from '../../authorization/personal-tokens/renew-personal-token.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { readParameters } from '../requests/read-parameters.ts';
import type { Route } from '../routing/route.ts';
import { active911PageErrors, active911TokenErrors } from './errors.ts';
import { UNCACHED } from './token.ts';

export interface RenewPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
  readonly endSubscriptions: EndSubscriptions;
}

/** `GET /interface/dev/oauth_gen.php`: where the vendor issues personal tokens; here the portal does. */
export const issuingPage: Route<{ publicUrl: string }> = {
  method: 'GET',
  path: '/interface/dev/oauth_gen.php',
  errors: active911PageErrors,
  summary: 'Go to the page that issues personal tokens',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 303: null } },
  handle: async (ports) => ({
    status: 303,
    headers: { location: `${ports.publicUrl}/portal/admin/personal-token` },
  }),
};

/** `POST /interface/dev/api_access.php`: a personal refresh token for an access token, `expiration` in Unix seconds. */
export const renew: Route<RenewPorts> = {
  method: 'POST',
  path: '/interface/dev/api_access.php',
  answersClientPages: true,
  errors: active911TokenErrors,
  summary: 'Get an access token for a personal refresh token',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { body: PersonalAccessRequest, responses: { 200: PersonalAccessAnswer } },
  async handle(ports, { body, origin }) {
    const { refresh_token: refreshToken } = readParameters(PersonalAccessRequest, body);
    const { accessToken, issuedAt, expiresInSeconds } = await renewPersonalToken(ports, { refreshToken, origin });
    const expiration = Math.floor(issuedAt / 1000) + expiresInSeconds;
    return { status: 200, headers: UNCACHED, body: { access_token: accessToken, expiration } };
  },
};
