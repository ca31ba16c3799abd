import { randomUUID } from 'node:crypto';
import type { RouteCase } from './route-case.ts';

const freshTitle = () => `Role ${randomUUID()}`;

/** The roles of an agency's people, and its audit. */
export const ROLE_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/roles': { path: () => '/api/roles', success: 200 },
  'POST /api/roles': {
    path: () => '/api/roles',
    success: 201,
    body: () => ({ title: freshTitle(), rights: ['incidents:read'] }),
    missing: ['title', 'rights'],
    wrong: [
      ['title', ' '],
      ['title', 7],
      ['rights', 'incidents:read'],
      ['rights', ['agencies:any']],
    ],
    tooLong: [['title', 'x'.repeat(61)]],
  },
  'PATCH /api/roles/:id': {
    path: ({ roleId }) => `/api/roles/${roleId}`,
    success: 200,
    unknown: 404,
    body: () => ({ title: freshTitle() }),
    wrong: [
      ['title', ''],
      ['rights', ['incidents:read', 'incidents:read']],
    ],
    tooLong: [['title', 'x'.repeat(61)]],
  },
  'DELETE /api/roles/:id': { path: ({ roleId }) => `/api/roles/${roleId}`, success: 204, unknown: 404, turn: 1 },
  'GET /api/audit': {
    path: () => '/api/audit',
    success: 200,
    wrongQueries: ['?before=yesterday', `?before=${'1'.repeat(121)}`],
  },
};

const providerBody = () => ({
  title: 'County sign-in',
  issuer: 'https://login.county.example',
  client_id: 'sallyport',
});

/** Agencies' identity providers. Nobody answers at the sandbox's, so that nobody gets further than to a refusal. */
export const SIGN_ON_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/sign-in-options': {
    path: () => '/api/sign-in-options?email=riley@county.example',
    success: 200,
    wrongQueries: [`?email=${'x'.repeat(255)}`, `?agency_id=${'x'.repeat(65)}`],
  },
  'GET /sso/:id': { path: ({ identityProviderId }) => `/sso/${identityProviderId}`, success: 503, unknown: 404 },
  'GET /sso/callback': {
    path: () => '/sso/callback?state=unknown&code=unknown',
    success: 400,
    wrongQueries: ['', `?state=${'x'.repeat(101)}`],
  },
  'POST /sso/:id/logout': {
    path: ({ identityProviderId }) => `/sso/${identityProviderId}/logout`,
    success: 503,
    unknown: 404,
    body: () => ({ logout_token: 'unsigned' }),
    missing: ['logout_token'],
    tooLong: [['logout_token', 'x'.repeat(8_193)]],
  },
  'GET /api/identity-providers': { path: () => '/api/identity-providers', success: 200 },
  'POST /api/identity-providers': {
    path: () => '/api/identity-providers',
    success: 201,
    body: providerBody,
    missing: ['title', 'issuer', 'client_id'],
    wrong: [
      ['issuer', 'http://login.county.example'],
      ['issuer', 'login'],
      ['domains', ['county']],
      ['default_role', 'operator'],
      ['default_role', 'no-such-role'],
      ['roles', [{ value: 'x' }]],
      ['ends_passwords', 'yes'],
    ],
    tooLong: [
      ['title', 'x'.repeat(61)],
      ['client_id', 'x'.repeat(201)],
    ],
  },
  'PATCH /api/identity-providers/:id': {
    path: ({ identityProviderId }) => `/api/identity-providers/${identityProviderId}`,
    success: 200,
    unknown: 404,
    body: () => ({ title: 'Sign-in of the county' }),
    wrong: [['client_secret', '']],
    tooLong: [['title', 'x'.repeat(61)]],
  },
  'DELETE /api/identity-providers/:id': {
    path: ({ identityProviderId }) => `/api/identity-providers/${identityProviderId}`,
    success: 204,
    unknown: 404,
    turn: 1,
  },
};

/** What operators do for the installation. Without a mail server no mail waits, so there is none to be sent again. */
export const OPERATOR_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/operators': { path: () => '/api/operators', success: 200 },
  'POST /api/operators/:id/release-lock': {
    success: 200,
    unknown: 404,
    path: ({ operatorId }) => `/api/operators/${operatorId}/release-lock`,
  },
  'GET /api/outbox': { path: () => '/api/outbox', success: 200 },
  'POST /api/outbox/:id/retry': { path: () => '/api/outbox/none/retry', success: 404 },
};
