import type { RouteCase, Things } from './route-case.ts';

/** What an Active911 application of that agency asks; nobody's application is not known. */
const questionOf = (agencyId: string) =>
  new URLSearchParams({
    client_id: agencyId === 'nowhere-county' ? 'nowhere-responder' : 'sandbox-responder',
    redirection_uri: 'http://localhost',
    response_type: 'code',
    scope: 'read_agency read_alert',
  }).toString();

const API = '/interface/open_api/api';
const long = (length: number) => 'x'.repeat(length);
const record = (path: (things: Things) => string): RouteCase => ({
  path: (things) => `${API}${path(things)}`,
  success: 200,
  unknown: 404,
});
const WRONG_WINDOWS = [
  '?alert_days=0',
  '?alert_days=31',
  '?alert_days=ten',
  '?alert_minutes=-5',
  '?alert_minutes=43201',
  '?alert_minutes=1.5',
  `?alert_days=${'1'.repeat(21)}`,
  '?alert_days=1&alert_days=2',
];

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
  'GET /interface/dev/oauth_gen.php': { path: () => '/interface/dev/oauth_gen.php', success: 303 },
  'POST /interface/dev/api_access.php': {
    path: () => '/interface/dev/api_access.php',
    success: 200,
    body: ({ personalRefreshToken }) => ({ refresh_token: personalRefreshToken }),
    missing: ['refresh_token'],
    wrong: [
      ['refresh_token', 5],
      ['refresh_token', 'nobodys-token'],
      ['refresh_token', long(4_000)],
    ],
  },
  'GET /api/personal-tokens': { path: () => '/api/personal-tokens', success: 200 },
  'POST /api/personal-tokens': {
    path: () => '/api/personal-tokens',
    success: 201,
    body: () => ({ scopes: ['read_alert', 'read_response'] }),
    missing: ['scopes'],
    wrong: [
      ['scopes', 'read_alert'],
      ['scopes', []],
      ['scopes', [5]],
      ['scopes', ['read_alert', 'read_alert']],
      ['scopes', ['alerts']],
    ],
    tooLong: [['scopes', [long(101)]]],
  },
  'GET /interface/open_api/api': { path: () => API, success: 200 },
  'GET /interface/open_api/api/agencies/:id': record(({ agencyNumber }) => `/agencies/${agencyNumber}`),
  'GET /interface/open_api/api/devices': { path: () => `${API}/devices`, success: 200 },
  'GET /interface/open_api/api/devices/:id': record(({ deviceNumber }) => `/devices/${deviceNumber}`),
  'GET /interface/open_api/api/devices/:id/alerts': record(({ deviceNumber }) => `/devices/${deviceNumber}/alerts`),
  'GET /interface/open_api/api/alerts': { path: () => `${API}/alerts`, success: 200, wrongQueries: WRONG_WINDOWS },
  'GET /interface/open_api/api/alerts/:id': record(({ alertNumber }) => `/alerts/${alertNumber}`),
  'GET /interface/open_api/api/locations': {
    path: () => `${API}/locations`,
    success: 200,
    wrongQueries: [
      '?locations_page=0',
      '?locations_per_page=1001',
      '?locations_page=first',
      '?locations_coordinate_window=1,2,3',
      '?locations_coordinate_window=1,2,3,x',
      '?locations_coordinate_window=91,0,0,0',
      `?locations_coordinate_window=${long(121)}`,
    ],
  },
  'GET /interface/open_api/api/locations/:id': record(({ locationNumber }) => `/locations/${locationNumber}`),
  'GET /interface/open_api/api/resources/:id': record(({ resourceNumber }) => `/resources/${resourceNumber}`),
  'POST /interface/open_api/api/locations': {
    path: () => `${API}/locations`,
    success: 201,
    body: () => ({ name: 'Hydrant 7', latitude: '40.7484', longitude: -73.9857, location_type: 'Hydrant' }),
    missing: ['name', 'latitude', 'longitude'],
    wrong: [
      ['name', '   '],
      ['name', { a: 1 }],
      ['latitude', 'north'],
      ['latitude', 90.5],
      ['longitude', '-181'],
    ],
    tooLong: [
      ['name', long(201)],
      ['description', long(4_001)],
      ['icon_id', long(21)],
      ['icon_color', long(21)],
      ['location_type', long(61)],
    ],
  },
  'POST /interface/open_api/api/resources': {
    path: () => `${API}/resources`,
    success: 201,
    body: ({ locationNumber }) => ({
      location_id: locationNumber,
      title: 'Floor plan',
      filename: 'plan.pdf',
      size: 5120,
    }),
    missing: ['location_id', 'title'],
    wrong: [
      ['location_id', 'here'],
      ['size', -1],
      ['size', 'big'],
    ],
    tooLong: [
      ['title', long(201)],
      ['filename', long(256)],
      ['extension', long(21)],
      ['details', long(4_001)],
    ],
  },
};
