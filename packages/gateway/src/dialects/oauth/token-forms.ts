import {
  AuthorizationCodeRequest,
  ClientCredentialsRequest,
  DeviceCodeRequest,
  PasswordRequest,
  RefreshTokenRequest,
} from '@sallyport/contract';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { GrantType } from '../../authorization/clients/grant-types.ts';
import type { GrantParameters } from '../../authorization/token-requests/grant-token.ts';
import { type ParameterRefusals, readParameters } from '../requests/read-parameters.ts';

/** The form that a grant takes, and what it states. */
interface TokenForm<Name extends GrantType> {
  readonly form: TObject;
  readonly read: (body: unknown) => GrantParameters[Name];
}
export type TokenForms<Name extends GrantType> = { readonly [Each in Name]: TokenForm<Each> };

function formOf<Form extends TObject, Parameters>(
  form: Form,
  read: (sent: Static<Form>) => Parameters,
  refusals: ParameterRefusals = {},
) {
  return { form, read: (body: unknown) => read(readParameters(form, body, refusals)) };
}

/** The forms of the grants both token paths offer. */
export const MACHINE_FORMS: TokenForms<'client_credentials' | 'password'> = {
  client_credentials: formOf(ClientCredentialsRequest, ({ scope }) => ({ scope })),
  password: formOf(PasswordRequest, ({ username, password, scope }) => ({ username, password, scope }), {
    missing: 'The password grant needs username and password',
    tooLong: 'username must have at most 254 characters and password at most 1024',
  }),
};

/** Those of every grant of the standard token path. */
export const STANDARD_FORMS: TokenForms<GrantType> = {
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
export function tokenRequestOf(forms: Readonly<Record<string, { readonly form: TObject }>>): TSchema {
  return Type.Union(Object.values(forms).map(({ form }) => form));
}

/** How each grant's form is read of this body, when it is. */
export function readersOf<Name extends GrantType>(forms: TokenForms<Name>, body: unknown) {
  const readers = Object.entries<TokenForm<Name>>(forms).map(([name, { read }]) => [name, () => read(body)]);
  return Object.fromEntries(readers) as { readonly [Each in Name]: () => GrantParameters[Each] };
}
