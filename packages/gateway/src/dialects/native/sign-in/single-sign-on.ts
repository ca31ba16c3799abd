import { BackchannelLogoutRequest, SignInOptions } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import type { AcceptPorts } from '../../../people/single-sign-on/accept-identity.ts';
import { beginSignIn, signInOptions } from '../../../people/single-sign-on/begin-sign-in.ts';
import { endByProvider } from '../../../people/single-sign-on/end-by-provider.ts';
import { type FinishPorts, finishSignIn } from '../../../people/single-sign-on/finish-sign-in.ts';
import type { RelyingParties } from '../../../people/single-sign-on/relying-parties.ts';
import { asSignInPage } from '../../answers/refusal-page.ts';
import { readParameters } from '../../requests/read-parameters.ts';
import type { SetCookie } from '../../routing/answer.ts';
import { EXTERNAL_SIGN_IN_COOKIE, SESSION_COOKIE } from '../../routing/browser-credentials.ts';
import { changedEncoding } from '../../routing/error-encoding.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { sessionCookie } from './cookies.ts';

/** A refusal is a page, because a person reads it. */
export const pageErrors = changedEncoding(nativeErrors, asSignInPage);
export const NO_STORE = { 'cache-control': 'no-store' };

export const byProvider = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'The identity provider',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
  }),
});

function underWayCookie(value: string, maxAgeSeconds: number): SetCookie {
  return { name: EXTERNAL_SIGN_IN_COOKIE, value, maxAgeSeconds, isForFrames: false };
}

/** `GET /api/sign-in-options`: where somebody with that address, or of that agency, may sign in besides by password. */
export const options: Route<{ database: Database }> = {
  method: 'GET',
  path: '/api/sign-in-options',
  errors: nativeErrors,
  summary: 'Where people of a domain or an agency sign in',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: {
    query: Type.Object({
      email: Type.Optional(
        Type.String({
          maxLength: 254,
          description: 'Of which the domain counts alone',
          examples: ['riley@county.example'],
        }),
      ),
      agency_id: Type.Optional(Type.String({ maxLength: 64, description: 'The agency', examples: ['sandbox-county'] })),
    }),
    responses: { 200: SignInOptions },
  },
  async handle(ports, { query }) {
    const found = await signInOptions(ports, { email: query['email'], agencyId: query['agency_id'] });
    const encode = ({ id, title, endsPasswords }: (typeof found)[number]) => ({
      title,
      url: `/sso/${id}`,
      ends_passwords: endsPasswords,
    });
    return { status: 200, body: { identity_providers: found.map(encode) } };
  },
};

/** `GET /sso/{id}`: sends the browser to the agency's identity provider. */
export const start: Route<{
  database: Database;
  clock: Clock;
  random: Random;
  publicUrl: string;
  relyingParties: RelyingParties;
  policies: SecurityPolicies;
}> = {
  method: 'GET',
  path: '/sso/:id',
  errors: pageErrors,
  summary: "Sign in by an agency's identity provider",
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: {
    params: byProvider,
    query: Type.Object({
      return_to: Type.Optional(
        Type.String({
          maxLength: 500,
          description: 'The page of the portal to open then',
          examples: ['/portal/queue'],
        }),
      ),
      again: Type.Optional(
        Type.Enum(['true'], { description: 'The provider asks for the person anew, whoever it knows already' }),
      ),
    }),
    responses: { 303: null },
  },
  async handle(ports, { params, query }) {
    const asked = { providerId: params['id'] ?? '', returnTo: query['return_to'], isAgain: query['again'] === 'true' };
    const { location, browserToken, maxAgeSeconds } = await beginSignIn(ports, asked);
    return {
      status: 303,
      headers: { location, ...NO_STORE },
      cookies: [underWayCookie(browserToken.reveal(), maxAgeSeconds)],
    };
  },
};

const ANSWER = {
  code: Type.Optional(Type.String({ maxLength: 4_096, description: 'The code', examples: ['SplxlOBeZQQYbYS6WxSbIA'] })),
  iss: Type.Optional(
    Type.String({ maxLength: 500, description: 'Who answers (RFC 9207)', examples: ['https://login.county.example'] }),
  ),
  error: Type.Optional(
    Type.String({ maxLength: 100, description: 'Why nobody signs in', examples: ['access_denied'] }),
  ),
};

/** `GET /sso/callback`: the provider's answer, which opens a session (RFC 6749 section 4.1.2); a SAML provider's was posted before. */
export const callback: Route<FinishPorts> = {
  method: 'GET',
  path: '/sso/callback',
  errors: pageErrors,
  summary: 'What an identity provider sends the browser back to',
  access: { kind: 'public' },
  limit: 'failures',
  body: 'none',
  schema: {
    query: Type.Object({
      state: Type.String({ minLength: 1, maxLength: 100, description: 'Of the sign-in', examples: ['af0ifjsldkj'] }),
      ...ANSWER,
    }),
    responses: { 303: null },
  },
  async handle(ports, { query, cookies, origin }) {
    const answered = ['state', ...Object.keys(ANSWER)].flatMap((name) => {
      const value = query[name];
      return value === undefined ? [] : [[name, value] as [string, string]];
    });
    const { session, returnTo } = await finishSignIn(ports, {
      query: new URLSearchParams(answered).toString(),
      state: query['state'] ?? '',
      browserToken: cookies[EXTERNAL_SIGN_IN_COOKIE] ?? '',
      sessionToken: cookies[SESSION_COOKIE],
      origin,
    });
    const maxAgeSeconds = Math.floor((session.expiresAt - ports.clock.now()) / 1000);
    return {
      status: 303,
      headers: { location: returnTo, ...NO_STORE },
      cookies: [sessionCookie(session.token.reveal(), maxAgeSeconds), underWayCookie('', 0)],
    };
  },
};

/** `POST /sso/{id}/logout`: the provider ends sessions (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
export const logout: Route<AcceptPorts & { relyingParties: RelyingParties }> = {
  method: 'POST',
  path: '/sso/:id/logout',
  errors: nativeErrors,
  summary: 'An identity provider ends sessions that it opened',
  access: { kind: 'public' },
  limit: 'failures',
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { params: byProvider, body: BackchannelLogoutRequest, responses: { 200: null } },
  async handle(ports, { params, body, origin }) {
    const { logout_token } = readParameters(BackchannelLogoutRequest, body);
    await endByProvider(ports, { providerId: params['id'] ?? '', logoutToken: logout_token, origin });
    // Section 2.8: 200, and some providers take no other success.
    return { status: 200, headers: NO_STORE };
  },
};
