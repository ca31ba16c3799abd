import type { RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
const RESPONDER = { client_id: 'sandbox-responder', client_secret: 'sandbox-responder-secret' };

/** Pushed authorization requests, and what devices without a browser do. */
export const OAUTH_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /oauth/par': {
    path: () => '/oauth/par',
    success: 201,
    body: () => ({
      ...RESPONDER,
      redirect_uri: 'http://localhost',
      response_type: 'code',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    }),
    missing: ['response_type', 'code_challenge'],
    wrong: [
      ['response_type', 'token'],
      ['response_type', 5],
      ['redirect_uri', 'https://evil.test/callback'],
      ['code_challenge', 'short'],
      ['code_challenge_method', 'plain'],
      ['scope', 'no-such-scope'],
      ['request_uri', 'urn:ietf:params:oauth:request_uri:other'],
    ],
    tooLong: [['state', long(2_049)]],
  },
  'GET /oauth/userinfo': { path: () => '/oauth/userinfo', success: 200 },
  'POST /oauth/userinfo': { path: () => '/oauth/userinfo', success: 200 },
  'GET /oauth/logout': {
    path: () => '/oauth/logout?client_id=sandbox-web-app',
    success: 303,
    wrongQueries: [
      '?client_id=nobody',
      '?id_token_hint=nonsense',
      '?post_logout_redirect_uri=https%3A%2F%2Fevil.test%2F',
      '?client_id=sandbox-web-app&post_logout_redirect_uri=http%3A%2F%2Flocalhost',
      `?client_id=${long(2_049)}`,
    ],
  },
  'POST /oauth/logout': {
    path: () => '/oauth/logout',
    success: 303,
    body: () => ({ client_id: 'sandbox-web-app', state: 's' }),
    takesNoBody: true,
    missing: [],
    wrong: [],
    tooLong: [['state', long(2_049)]],
  },
  'GET /.well-known/openid-configuration': { path: () => '/.well-known/openid-configuration', success: 200 },
  'POST /api/authorizations/:id/sign-in': {
    turn: -2,
    path: ({ authorizationId }) => `/api/authorizations/${authorizationId}/sign-in`,
    success: 200,
    unknown: 404,
    body: () => ({ is_confirmed: false }),
    missing: ['is_confirmed'],
    wrong: [['is_confirmed', 'yes']],
  },
  'POST /oauth/device_authorization': {
    path: () => '/oauth/device_authorization',
    success: 200,
    body: () => ({ ...RESPONDER, scope: 'read_alert' }),
    missing: ['client_id'],
    wrong: [
      ['client_id', 5],
      ['scope', 'no-such-scope'],
      ['scope', 5],
    ],
  },
  'GET /api/device-authorizations/:user_code': {
    turn: -2,
    path: ({ userCode }) => `/api/device-authorizations/${userCode}`,
    success: 200,
    unknown: 404,
  },
  'POST /api/device-authorizations/:user_code': {
    turn: -1,
    path: ({ userCode }) => `/api/device-authorizations/${userCode}`,
    success: 204,
    unknown: 404,
    body: () => ({ scopes: ['read_alert'] }),
    missing: ['scopes'],
    wrong: [
      ['scopes', 'read_alert'],
      ['scopes', [5]],
      ['scopes', ['read_alert', 'read_alert']],
      ['scopes', ['alerts']],
    ],
    tooLong: [['scopes', [long(101)]]],
  },
};
