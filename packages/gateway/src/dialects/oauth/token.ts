import { TokenAnswer, TokenAnswerV2 } from '@sallyport/contract';
import {
  type ConsentGrantPorts,
  grantToken,
  MACHINE_GRANTS,
  type MachineGrantPorts,
  STANDARD_GRANTS,
} from '../../authorization/token-requests/grant-token.ts';
import type { IssuedToken } from '../../authorization/tokens/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import type { ParameterBody, Route, RouteRequest } from '../routing/route.ts';
import { oauthErrors, oauthV2Errors } from './errors.ts';
import { MACHINE_FORMS, readersOf, STANDARD_FORMS, tokenRequestOf } from './token-forms.ts';

const BODY_LIMIT_BYTES = 16_384;
/** RFC 6749 section 5.1: nobody on the way keeps a token. */
const UNCACHED = { 'cache-control': 'no-store', pragma: 'no-cache' };
const REFRESH_TOKEN_CHARACTERS = 32;

/** RFC 9449 section 5: how the token must be sent. */
function tokenTypeOf({ keyThumbprint }: IssuedToken): 'Bearer' | 'DPoP' {
  return keyThumbprint === undefined ? 'Bearer' : 'DPoP';
}

/** Of a token request of either path, what no grant has for itself. */
function readTokenRequest(ports: { publicUrl: string }, request: RouteRequest) {
  const grantType = (request.body as ParameterBody).values.get('grant_type');
  if (grantType === undefined) throw refuse.invalidRequest({ description: 'grant_type is missing' });
  return { ...readCredentials(ports, request), grantType, proof: request.proof };
}

/** `POST /oauth/token`: numbers are numbers (seed: RapidSOS token page). */
export const token: Route<ConsentGrantPorts & MachineGrantPorts> = {
  method: 'POST',
  path: '/oauth/token',
  answersClientPages: true,
  errors: oauthErrors,
  summary: 'Get an access token',
  access: { kind: 'public' },
  limit: 'none',
  grantTypes: Object.keys(STANDARD_GRANTS),
  body: 'form-or-json',
  bodyLimitBytes: BODY_LIMIT_BYTES,
  schema: { body: tokenRequestOf(STANDARD_FORMS), responses: { 200: TokenAnswer } },
  async handle(ports, request) {
    const issued = await grantToken(ports, {
      ...readTokenRequest(ports, request),
      grants: STANDARD_GRANTS,
      read: readersOf(STANDARD_FORMS, request.body),
    });
    return {
      status: 200,
      headers: UNCACHED,
      body: {
        access_token: issued.accessToken,
        token_type: tokenTypeOf(issued),
        expires_in: issued.expiresInSeconds,
        scope: issued.scope,
        issued_at: issued.issuedAt,
        ...(issued.refreshToken !== undefined && { refresh_token: issued.refreshToken }),
      },
    };
  },
};

/**
 * `POST /oauth/v2/token`: seven fields, all strings (seed: RapidSOS iRP). The refresh token has a lifetime of zero, as
 * there, so it is a string to satisfy its readers and is accepted nowhere.
 */
export const tokenV2: Route<MachineGrantPorts> = {
  ...token,
  path: '/oauth/v2/token',
  errors: oauthV2Errors,
  summary: 'Get an access token, every value as text',
  grantTypes: Object.keys(MACHINE_GRANTS),
  schema: { body: tokenRequestOf(MACHINE_FORMS), responses: { 200: TokenAnswerV2 } },
  async handle(ports, request) {
    const issued = await grantToken(ports, {
      ...readTokenRequest(ports, request),
      grants: MACHINE_GRANTS,
      read: readersOf(MACHINE_FORMS, request.body),
    });
    const refreshToken = ports.random.bytes(24).toString('base64url').slice(0, REFRESH_TOKEN_CHARACTERS);
    return {
      status: 200,
      headers: UNCACHED,
      body: {
        access_token: issued.accessToken,
        token_type: tokenTypeOf(issued),
        issued_at: String(issued.issuedAt),
        expires_in: String(issued.expiresInSeconds),
        refresh_token: refreshToken,
        refresh_token_issued_at: String(issued.issuedAt),
        refresh_token_expires_in: '0',
      },
    };
  },
};
