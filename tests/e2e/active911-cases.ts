import type { RouteCase } from './route-case.ts';

/** What an Active911 application of that agency asks; nobody's application is not known. */
const questionOf = (agencyId: string) =>
  new URLSearchParams({
    client_id: agencyId === 'nowhere-county' ? 'nowhere-responder' : 'sandbox-responder',
    redirection_uri: 'http://localhost',
    response_type: 'code',
    scope: 'read_agency read_alert',
  }).toString();

/** Consent, tokens and data as Active911 applications ask for them. */
export const ACTIVE911_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /interface/open_api/authorize_agency.php': {
    path: ({ agencyId }) => `/interface/open_api/authorize_agency.php?${questionOf(agencyId)}`,
    success: 303,
    wrongQueries: [
      '',
      '?client_id=nobody',
      `?${questionOf('sandbox-county')}&redirect_uri=http%3A%2F%2Felsewhere.test`,
      `?client_id=${'x'.repeat(2_049)}`,
    ],
  },
  'POST /interface/open_api/token.php': {
    path: () => '/interface/open_api/token.php',
    success: 200,
    body: ({ refreshToken }) => ({
      grant_type: 'refresh_token',
      client_id: 'sandbox-responder',
      client_secret: 'sandbox-responder-secret',
      refresh_token: refreshToken,
    }),
    missing: ['grant_type', 'refresh_token'],
    wrong: [
      ['grant_type', 5],
      ['grant_type', 'client_credentials'],
      ['grant_type', 'authorization_code'],
      ['refresh_token', 'nobodys-token'],
      ['refresh_token', 5],
      ['scope', 'no-such-scope'],
    ],
  },
};
