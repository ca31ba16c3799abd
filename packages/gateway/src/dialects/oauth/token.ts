import {
  AuthorizationCodeRequest,
  ClientCredentialsRequest,
  DeviceCodeRequest,
  PasswordRequest,
  RefreshTokenRequest,
  TokenAnswer,
  TokenAnswerV2,
} from '@sallyport/contract';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { GrantType } from '../../authorization/clients/grant-types.ts';
import {
  type ConsentGrantPorts,
  type GrantParameters,
  grantToken,
  MACHINE_GRANTS,
  type MachineGrantPorts,
  STANDARD_GRANTS,
} from '../../authorization/token-requests/grant-token.ts';
import type { IssuedToken } from '../../authorization/tokens/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { readCredentials } from '../requests/client-credentials.ts';
import { type ParameterRefusals, readParameters } from '../requests/read-parameters.ts';
import type { ParameterBody, Route, RouteRequest } from '../routing/route.ts';
import { oauthErrors, oauthV2Errors } from './errors.ts';

/** The form that a grant takes, and what it states. */
interface TokenForm<Name extends GrantType> {
  readonly form: TObject;
  readonly read: (body: unknown) => GrantParameters[Name];
}
type TokenForms<Name extends GrantType> = { readonly [Each in Name]: TokenForm<Each> };

function formOf<Form extends TObject, Parameters>(
  form: Form,
  read: (sent: Static<Form>) => Parameters,
  refusals: ParameterRefusals = {},
) {
  return { form, read: (body: unknown) => read(readParameters(form, body, refusals)) };
}

/** The forms of the grants both token paths offer. */
const MACHINE_FORMS: TokenForms<'client_credentials' | 'password'> = {
  client_credentials: formOf(ClientCredentialsRequest, ({ scope }) => ({ scope })),
  password: formOf(PasswordRequest, ({ username, password, scope }) => ({ username, password, scope }), {
    missing: 'The password grant needs username and password',
    tooLong: 'username must have at most 254 characters and password at most 1024',
  }),
};

/** Those of every grant of the standard token path. */
const STANDARD_FORMS: TokenForms<GrantType> = {
  ...MACHINE_FORMS,
  authorization_code: formOf(AuthorizationCodeRequest, (sent) => ({
    code: sent.code,
    codeVerifier: sent.code_verifier,
    redirectUri: sent.redirect_uri,
  })),
  'urn:ietf:params:oauth:grant-type:device_code': formOf(DeviceCodeRequest, (sent) => ({
    deviceCode: sent.device_code,
  })),
  refresh_token: formOf(RefreshTokenRequest, (sent) => ({ refreshToken: sent.refresh_token, scope: sent.scope })),
};

/** What a token path takes: the form of one of its grants. */
function tokenRequestOf(forms: Readonly<Record<string, { readonly form: TObject }>>): TSchema {
  return Type.Union(Object.values(forms).map(({ form }) => form));
}

/** How each grant's form is read of this body, when it is. */
export function readersOf<Name extends GrantType>(forms: TokenForms<Name>, body: unknown) {
  const readers = Object.entries<TokenForm<Name>>(forms).map(([name, { read }]) => [name, () => read(body)]);
  return Object.fromEntries(readers) as { readonly [Each in Name]: () => GrantParameters[Each] };
}

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
        ...(issued.idToken !== undefined && { id_token: issued.idToken }),
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
