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
};
