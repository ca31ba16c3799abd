import { PersonalAccessAnswer } from '@sallyport/contract';
import type { AccessParts } from '../../authorization/parts.ts';
import { renewPersonalToken } from '../../authorization/personal-tokens/renew-personal-token.ts';
import { refuse } from '../../kernel/errors.ts';
import type { ParameterBody, Route } from '../route.ts';
import { active911Page, active911Token } from './errors.ts';
import { UNCACHED } from './token.ts';

/** `GET /interface/dev/oauth_gen.php`: where the vendor issues personal tokens; here the portal does. */
export const issuingPage: Route<{ publicUrl: string }> = {
  method: 'GET',
  path: '/interface/dev/oauth_gen.php',
  dialect: active911Page,
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
export const renew: Route<AccessParts> = {
  method: 'POST',
  path: '/interface/dev/api_access.php',
  answersClientPages: true,
  dialect: active911Token,
  summary: 'Get an access token for a personal refresh token',
  access: { kind: 'public' },
  limit: 'none',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { responses: { 200: PersonalAccessAnswer } },
  async handle(ports, { body, origin }) {
    const refreshToken = (body as ParameterBody).values.get('refresh_token');
    if (refreshToken === undefined) throw refuse.invalidRequest({ description: 'refresh_token is missing' });
    const { accessToken, issuedAt, expiresInSeconds } = await renewPersonalToken(ports, { refreshToken, origin });
    const expiration = Math.floor(issuedAt / 1000) + expiresInSeconds;
    return { status: 200, headers: UNCACHED, body: { access_token: accessToken, expiration } };
  },
};
