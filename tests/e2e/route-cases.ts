import type { Route } from '../../packages/gateway/src/dialects/routing/route.ts';
import { ACTIVE911_CASES } from './active911-cases.ts';
import { ADDITIONAL_DATA_CASES } from './additional-data-cases.ts';
import { ADDRESS_CASES } from './address-cases.ts';
import { ALERT_CASES } from './alert-cases.ts';
import { AUDIO_CASES } from './audio-cases.ts';
import { AUDIT_CASES } from './audit-cases.ts';
import { CAD_CASES } from './cad-cases.ts';
import { CALLFLOW_CASES } from './callflow-cases.ts';
import { DEVELOPER_CASES } from './developer-cases.ts';
import type { HttpRequest } from './http-client.ts';
import { INCIDENT_CASES } from './incident-cases.ts';
import { MEDIA_CASES } from './media-cases.ts';
import { OAUTH_CASES } from './oauth-cases.ts';
import { OPERATOR_CASES } from './operator-cases.ts';
import { PEOPLE_CASES } from './people-cases.ts';
import { ROUTES } from './refusal-shape.ts';
import { REPORT_CASES } from './report-cases.ts';
import type { Body, Change, RouteCase, Things } from './route-case.ts';
import { alertBody } from './sandbox.ts';
import { SECURITY_CASES } from './security-cases.ts';
import { TRANSFER_CASES } from './transfer-cases.ts';
import { WEBHOOK_CASES } from './webhook-cases.ts';
import { WORK_CASES } from './work-cases.ts';

export type { Things };

/** Well-formed and nobody's. */
export const NOBODY: Things = {
  agencyId: 'nowhere-county',
  userId: '01a1fd00-0000-7000-8000-000000000001',
  identityProviderId: '01a1fd00-0000-7000-8000-000000000018',
  roleId: '01a1fd00-0000-7000-8000-000000000017',
  operatorId: '01a1fd00-0000-7000-8000-000000000016',
  incidentId: '01a1fd00-0000-7000-8000-000000000002',
  callId: '01a1fd00-0000-7000-8000-000000000005',
  otherCallId: '01a1fd00-0000-7000-8000-000000000006',
  mediaId: '01a1fd00-0000-7000-8000-000000000009',
  transferId: '01a1fd00-0000-7000-8000-000000000019',
  shareId: '01a1fd00-0000-7000-8000-00000000001a',
  callflowClientId: 'nowhere-alarm',
  phone: '+12125550199',
  clientId: 'nowhere-cad',
  secretId: '01a1fd00-0000-7000-8000-000000000003',
  ticket: 'n'.repeat(43),
  deeplinkId: '01a1fd00-0000-7000-8000-000000000004',
  linkToken: 'l'.repeat(43),
  authorizationId: 'a'.repeat(43),
  grantId: '01a1fd00-0000-7000-8000-000000000007',
  refreshToken: 'r'.repeat(43),
  personalRefreshToken: 'p'.repeat(43),
  agencyNumber: '99000001',
  deviceNumber: '99000002',
  alertNumber: '99000003',
  locationNumber: '99000004',
  resourceNumber: '99000005',
  cadPartnerIncidentId: 'NOWHERE-2026-0001',
  userCode: 'BBBB-BBBB',
  draftId: '01a1fd00-0000-7000-8000-000000000011',
  submittedId: '01a1fd00-0000-7000-8000-000000000012',
  approvedId: '01a1fd00-0000-7000-8000-000000000013',
  ownSecretId: '01a1fd00-0000-7000-8000-000000000014',
  agencyRequestId: '01a1fd00-0000-7000-8000-000000000015',
  signUpToken: 's'.repeat(43),
  subscriptionId: '7777777777',
  webhookId: '7777777776',
  deliveryId: 'msg_7777777776_1',
};

const v2 = 'x'.repeat(1_100);
const long = (length: number) => 'x'.repeat(length);
const token = {
  success: 200,
  body: () => ({ grant_type: 'client_credentials', client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' }),
  missing: ['grant_type'],
  wrong: [
    ['grant_type', 5],
    ['grant_type', 'magic'],
    ['scope', 'no-such-scope'],
    ['grant_type', 'password'],
  ] as readonly Change[],
};
/** What an application of that agency asks; nobody's application is not known. */
const questionOf = (agencyId: string) =>
  new URLSearchParams({
    client_id: agencyId === NOBODY.agencyId ? 'nowhere-responder' : 'sandbox-responder',
    redirect_uri: 'http://localhost',
    response_type: 'code',
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
const tokenAbout = (path: string): RouteCase => ({
  path: () => path,
  success: 200,
  body: () => ({ token: 'nobodys-token', client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' }),
  missing: ['token'],
  wrong: [['token', 5]],
});

let invented = 0;

/** An alert as it is sent, and rehearsed. */
const TRIGGER: RouteCase = {
  path: () => '/v1/rem/trigger',
  success: 200,
  body: () => alertBody(null),
  missing: [
    'callflow',
    'variables',
    'variables.user',
    'variables.user.full_name',
    'variables.user.phone_number',
    'variables.event.location',
    'variables.event.location.geodetic.latitude',
    'variables.event.location.geodetic.longitude',
  ],
  wrong: [
    ['callflow', 7],
    ['callflow', 'nobody-knows-it'],
    ['variables', 'text'],
    ['variables', ['a']],
    ['variables.user.full_name', true],
    ['variables.user.phone_number', true],
    ['variables.event.location.geodetic.latitude', 'north'],
    ['variables.event.location.geodetic.latitude', 91],
    ['variables.event.location.geodetic.longitude', -181],
    ['variables.event.source_id', { id: 1 }],
    ['variables.event.incident_time', 'yesterday'],
    ['variables.event.incident_time', '2026-02-30T10:00:00Z'],
    ['variables.event.incident_time', '2026-11-21T10:00:00'],
  ],
  tooLong: [
    ['callflow', long(101)],
    ['variables.event.source_id', long(101)],
  ],
};

const CASES: Readonly<Record<string, RouteCase>> = {
  'POST /oauth/token': { ...token, path: () => '/oauth/token' },
  'POST /oauth/v2/token': {
    path: () => '/oauth/v2/token',
    success: 200,
    body: () => ({
      grant_type: 'password',
      client_id: 'sandbox-cad',
      client_secret: 'sandbox-cad-secret',
      username: 'agent@sandbox.test',
      password: 'sandbox-agent-pass-911',
    }),
    missing: ['grant_type', 'username', 'password'],
    wrong: [
      ['username', 5],
      ['grant_type', 'magic'],
    ],
    tooLong: [
      ['username', long(255)],
      ['password', v2],
    ],
  },
  'GET /oauth/authorize': {
    path: ({ agencyId }) => `/oauth/authorize?${questionOf(agencyId)}`,
    success: 303,
    wrongQueries: [
      '',
      '?client_id=nobody',
      `?${questionOf('sandbox-county')}&client_id=sandbox-cad`,
      `?client_id=${long(2_049)}`,
    ],
  },
  'POST /oauth/authorize': {
    path: () => '/oauth/authorize',
    success: 303,
    body: () => ({ client_id: 'sandbox-responder', response_type: 'code' }),
    missing: [],
    wrong: [],
    tooLong: [['state', long(2_049)]],
  },
  'POST /oauth/revoke': tokenAbout('/oauth/revoke'),
  'POST /oauth/introspect': tokenAbout('/oauth/introspect'),
  'GET /.well-known/oauth-authorization-server': {
    path: () => '/.well-known/oauth-authorization-server',
    success: 200,
  },
  'GET /oauth/jwks.json': { path: () => '/oauth/jwks.json', success: 200 },
  'POST /integrations/irp': {
    path: () => '/integrations/irp',
    success: 200,
    body: () => ({ query: 'tel://15555550123' }),
    missing: ['query'],
    wrong: [
      ['query', 15555550123],
      ['query', ''],
      ['query', '911'],
      ['query', 'somewhere over there'],
      ['view', 'huge'],
    ],
    tooLong: [['query', `tel://${'5'.repeat(200)}`]],
  },
  'POST /v1/rem/trigger': TRIGGER,
  // The same body, the same refusals.
  'POST /v1/rem/rehearse': { ...TRIGGER, path: () => '/v1/rem/rehearse' },
  ...INCIDENT_CASES,
  ...MEDIA_CASES,
  ...CALLFLOW_CASES,
  ...ADDITIONAL_DATA_CASES,
  ...ADDRESS_CASES,
  ...ALERT_CASES,
  ...OAUTH_CASES,
  ...ACTIVE911_CASES,
  ...CAD_CASES,
  ...AUDIO_CASES,
  ...DEVELOPER_CASES,
  ...TRANSFER_CASES,
  ...WORK_CASES,
  ...WEBHOOK_CASES,
  'POST /api/session': {
    path: () => '/api/session',
    success: 200,
    body: () => ({ email: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' }),
    missing: ['email', 'password'],
    wrong: [
      ['email', 5],
      ['password', ['x']],
      ['email', ''],
    ],
    tooLong: [
      ['email', long(255)],
      ['password', v2],
    ],
  },
  'GET /api/session': { path: () => '/api/session', success: 200 },
  'DELETE /api/session': { path: () => '/api/session', success: 204, turn: 9 },
  'GET /d/:ticket': { path: ({ ticket }) => `/d/${ticket}`, success: 200, unknown: 404 },
  'POST /d/:ticket': { path: ({ ticket }) => `/d/${ticket}`, success: 200, unknown: 404 },
  'GET /portal/deeplink/:id': {
    path: ({ deeplinkId }) => `/portal/deeplink/${deeplinkId}`,
    success: 200,
    unknown: 200,
  },
  'GET /api/search': {
    path: ({ phone }) => `/api/search?query=${encodeURIComponent(phone)}`,
    success: 200,
    wrongQueries: ['', '?query=', '?query=911', '?query=somewhere', `?query=${'5'.repeat(201)}`],
  },
  'GET /api/incidents/:id': { path: ({ incidentId }) => `/api/incidents/${incidentId}`, success: 200, unknown: 404 },
  ...OPERATOR_CASES,
  ...AUDIT_CASES,
  ...SECURITY_CASES,
  ...PEOPLE_CASES,
  ...REPORT_CASES,
  'POST /api/password-link/check': {
    turn: -2,
    path: () => '/api/password-link/check',
    success: 200,
    body: ({ linkToken }) => ({ link_token: linkToken }),
    missing: ['link_token'],
    wrong: [
      ['link_token', 5],
      ['link_token', ''],
    ],
    tooLong: [['link_token', long(201)]],
    unknown: 404,
  },
  'POST /api/password': {
    turn: -1,
    path: () => '/api/password',
    success: 204,
    body: ({ linkToken }) => ({ link_token: linkToken, password: 'plain copper kettle 58' }),
    missing: ['link_token', 'password'],
    wrong: [
      ['link_token', 5],
      ['password', ['x']],
      ['password', 'short'],
      ['password', 'passwordpassword'],
    ],
    tooLong: [
      ['link_token', long(201)],
      ['password', v2],
    ],
    unknown: 404,
  },
  'GET /api/agencies': { path: () => '/api/agencies', success: 200 },
  'POST /api/agencies': {
    path: () => '/api/agencies',
    success: 201,
    body: () => ({ id: `new-county-${++invented}`, name: 'New County' }),
    missing: ['id', 'name'],
    wrong: [
      ['time_zone', '-05:00'],
      ['time_zone', 'Eastern Time'],
      ['id', 'No Good'],
      ['id', 5],
      ['name', ''],
      ['name', '\u200b\u2060\ufeff'],
    ],
    tooLong: [
      ['id', long(64)],
      ['name', long(201)],
    ],
  },
  'GET /api/clients': { path: () => '/api/clients', success: 200 },
  'PATCH /api/clients/:id': {
    path: ({ clientId }) => `/api/clients/${clientId}`,
    success: 200,
    unknown: 404,
    body: () => ({ deeplink_view: 'full' }),
    wrong: [
      ['deeplink_view', 'huge'],
      ['embedding_origins', 'https://cad.example'],
      ['embedding_origins', ['https://cad.example/path']],
      ['is_disabled', 1],
    ],
    tooLong: [['embedding_origins', [`https://${long(250)}.example`]]],
  },
  'POST /api/clients/:id/secrets': {
    path: ({ clientId }) => `/api/clients/${clientId}/secrets`,
    success: 201,
    unknown: 404,
  },
  'DELETE /api/clients/:id/secrets/:secret_id': {
    turn: -1,
    path: ({ clientId, secretId }) => `/api/clients/${clientId}/secrets/${secretId}`,
    success: 200,
    unknown: 404,
  },
  'GET /api/authorizations/:id': {
    turn: -2,
    path: ({ authorizationId }) => `/api/authorizations/${authorizationId}`,
    success: 200,
    unknown: 404,
  },
  'POST /api/authorizations/:id': {
    turn: -1,
    path: ({ authorizationId }) => `/api/authorizations/${authorizationId}`,
    success: 200,
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
  'GET /api/grants': { path: () => '/api/grants', success: 200 },
  'DELETE /api/grants/:id': { path: ({ grantId }) => `/api/grants/${grantId}`, success: 204, unknown: 404, turn: 1 },
  'GET /api/retention': { path: () => '/api/retention', success: 200 },
  'PATCH /api/retention': {
    path: () => '/api/retention',
    success: 200,
    body: () => ({ retention_days: 365 }),
    missing: ['retention_days'],
    wrong: [
      ['retention_days', '365'],
      ['retention_days', 6],
      ['retention_days', 36_501],
      ['retention_days', 30.5],
    ],
  },
  'GET /api/map': { path: () => '/api/map', success: 200 },
  // The sandbox has no map of its own; incidents/basemaps/basemaps.test.ts reads one.
  'GET /api/map/files/:name': { path: () => '/api/map/files/county.pmtiles', success: 404 },
};

/** A route with the case declared for it. */
export interface CheckedRoute extends RouteCase {
  readonly name: string;
  readonly route: Route<never>;
}

export const nameOf = ({ method, path }: Route<never>) => `${method} ${path}`;

/** Routes that no case is declared for, and cases that no route has. Both must be empty. */
export function undeclared(): string[] {
  const names = new Set(ROUTES.map(nameOf));
  return [...[...names].filter((name) => !(name in CASES)), ...Object.keys(CASES).filter((name) => !names.has(name))];
}

/** Every route that has a case, in the table's order. */
export function checkedRoutes(): CheckedRoute[] {
  return ROUTES.flatMap((route) => {
    const declared = CASES[nameOf(route)];
    return declared === undefined ? [] : [{ ...declared, name: nameOf(route), route }];
  });
}

/** The same routes, so ordered that each one's right request succeeds on one and the same server. */
export function inTurn(): CheckedRoute[] {
  return checkedRoutes().sort((left, right) => (left.turn ?? 0) - (right.turn ?? 0));
}

/** The body a route is asked with rightly, where it takes one. */
export function rightBody(
  { body, document }: RouteCase,
  things: Things,
): Pick<HttpRequest, 'json' | 'body' | 'headers'> {
  if (document !== undefined) return { body: document.bytes, headers: { 'content-type': document.type } };
  return body === undefined ? {} : { json: body(things) };
}

/** A copy of the body with one field changed; `undefined` removes it. */
export function changed(body: Body, [field, value]: Change): Body {
  const copy = structuredClone(body) as Record<string, unknown>;
  const names = field.split('.');
  const last = names.pop() ?? '';
  let place = copy;
  for (const name of names) place = place[name] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}
