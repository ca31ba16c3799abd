import { LogoutParameters } from '@sallyport/contract';
import { type EndSessionPorts, endSession } from '../../authorization/sign-ins/end-session.ts';
import { readParameters } from '../requests/read-parameters.ts';
import { SESSION_COOKIE } from '../routing/browser-credentials.ts';
import type { Route } from '../routing/route.ts';
import { authorizePageErrors } from './errors.ts';

const PATH = '/oauth/logout';
const NO_STORE = { 'cache-control': 'no-store' };

/** `GET /oauth/logout` (OpenID Connect RP-Initiated Logout 1.0 section 2): an application's person signs out. */
export const logout: Route<EndSessionPorts> = {
  method: 'GET',
  path: PATH,
  errors: authorizePageErrors,
  summary: 'Sign a person out whom an application sends',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { query: LogoutParameters, responses: { 303: null } },
  async handle(ports, { query, cookies, origin }) {
    const asked = query as LogoutParameters;
    const { location, isSignedOut } = await endSession(ports, {
      idTokenHint: asked.id_token_hint,
      clientId: asked.client_id,
      postLogoutRedirectUri: asked.post_logout_redirect_uri,
      state: asked.state,
      sessionToken: cookies[SESSION_COOKIE],
      origin,
    });
    const forgotten = { name: SESSION_COOKIE, value: '', maxAgeSeconds: 0, isForFrames: false };
    return { status: 303, headers: { location, ...NO_STORE }, ...(isSignedOut && { cookies: [forgotten] }) };
  },
};

/** `POST /oauth/logout`: the same. The browser's cookie comes with the GET that this leads to, and not with another site's POST. */
export const postedLogout: Route<unknown> = {
  ...logout,
  method: 'POST',
  access: { kind: 'public', takesForeignForms: true },
  body: 'form-or-json',
  bodyLimitBytes: 16_384,
  schema: { body: LogoutParameters, responses: { 303: null } },
  async handle(_, { body }) {
    const asked = new URLSearchParams(readParameters(LogoutParameters, body));
    return { status: 303, headers: { location: `${PATH}?${asked}`, ...NO_STORE } };
  },
};
