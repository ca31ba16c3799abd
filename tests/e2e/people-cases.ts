import { randomUUID } from 'node:crypto';
import type { Change, RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
let invented = 0;
const NAME_CHANGES: readonly Change[] = [
  ['first_name', 5],
  ['last_name', 7],
  ['first_name', '   '],
  ['first_name', '\u200b\u2060'],
  ['email', 'nobody'],
  ['role', 'operator'],
  ['role', 'chief'],
];
const NAME_TOO_LONG: readonly Change[] = [
  ['first_name', long(101)],
  ['last_name', long(101)],
  ['email', `${long(260)}@sandbox.test`],
];
const userAction = { success: 200, unknown: 404 };
const freshEmail = () => `new-${process.pid}-${++invented}@sandbox.test`;

/** Which accounts are due, and that one was confirmed. */
const REVIEW_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/account-reviews': { path: () => '/api/account-reviews', success: 200 },
  'POST /api/users/:id/review': { path: ({ userId }) => `/api/users/${userId}/review`, success: 204, unknown: 404 },
};

const freshTitle = () => `Role ${randomUUID()}`;

/** The roles of an agency's people, and its audit. */
const ROLE_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/roles': { path: () => '/api/roles', success: 200 },
  'POST /api/roles': {
    path: () => '/api/roles',
    success: 201,
    body: () => ({ title: freshTitle(), rights: ['incidents:read'] }),
    missing: ['title', 'rights'],
    wrong: [
      ['title', ' '],
      ['title', '\u200b\u2060\ufeff'],
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
      ['title', '\u200b\u2060\ufeff'],
      ['rights', ['incidents:read', 'incidents:read']],
    ],
    tooLong: [['title', 'x'.repeat(61)]],
  },
  'DELETE /api/roles/:id': { path: ({ roleId }) => `/api/roles/${roleId}`, success: 204, unknown: 404, turn: 1 },
};

const providerBody = () => ({
  acr_values: ['gold'],
  amr_values: ['mfa'],
  title: 'County sign-in',
  issuer: 'https://login.county.example',
  client_id: 'sallyport',
});

/** Agencies' identity providers. Nobody answers at the sandbox's, so that nobody gets further than to a refusal. */
const SIGN_ON_CASES: Readonly<Record<string, RouteCase>> = {
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
  'GET /sso/:id/saml/metadata': {
    path: ({ identityProviderId }) => `/sso/${identityProviderId}/saml/metadata`,
    success: 404,
    unknown: 404,
  },
  'POST /sso/:id/saml': {
    path: ({ identityProviderId }) => `/sso/${identityProviderId}/saml`,
    success: 404,
    unknown: 404,
    body: () => ({ SAMLResponse: 'dW5zaWduZWQ=', RelayState: 'unknown' }),
    wrong: [
      ['SAMLResponse', ''],
      ['RelayState', ''],
    ],
    tooLong: [
      ['SAMLResponse', 'x'.repeat(131_073)],
      ['RelayState', 'x'.repeat(81)],
    ],
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
      ['saml', { sign_in_url: 'https://login.county.example/saml' }],
      ['saml', { sign_in_url: 'https://login.county.example/saml', certificates: ['none'] }],
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

const scimUser = () => ({ userName: freshEmail(), name: { givenName: 'Riley', familyName: 'New' } });
const scimPatch = (operation: object) => ({ Operations: [operation] });
const WRONG_SCIM_USER: readonly Change[] = [
  ['userName', 'nobody'],
  ['userName', 5],
  ['name', 'Riley'],
  ['name.givenName', 5],
  ['active', 'perhaps'],
  ['externalId', 5],
];
const LONG_SCIM_USER: readonly Change[] = [
  ['userName', `${long(260)}@sandbox.test`],
  ['name.familyName', long(101)],
  ['externalId', long(201)],
];
const WRONG_SCIM_PATCH: readonly Change[] = [
  ['Operations', 'active'],
  ['Operations', []],
  ['Operations.0.op', 'move'],
  ['Operations.0.path', 'id'],
];
const WRONG_SCIM_LISTS = ['?filter=userName', '?filter=title%20eq%20%22x%22', '?count=all', '?startIndex=first'];
const SCIM_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** The agency's people as its directory provisions them. */
const SCIM_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /scim/v2/Users': { path: () => '/scim/v2/Users', success: 200, wrongQueries: WRONG_SCIM_LISTS },
  'POST /scim/v2/Users': {
    path: () => '/scim/v2/Users',
    success: 201,
    body: scimUser,
    missing: ['userName'],
    wrong: WRONG_SCIM_USER,
    tooLong: LONG_SCIM_USER,
  },
  'GET /scim/v2/Users/:id': { path: ({ userId }) => `/scim/v2/Users/${userId}`, success: 200, unknown: 404 },
  'PUT /scim/v2/Users/:id': {
    path: ({ userId }) => `/scim/v2/Users/${userId}`,
    success: 200,
    unknown: 404,
    body: scimUser,
    missing: ['userName'],
    wrong: WRONG_SCIM_USER,
    tooLong: LONG_SCIM_USER,
  },
  'PATCH /scim/v2/Users/:id': {
    path: ({ userId }) => `/scim/v2/Users/${userId}`,
    success: 200,
    unknown: 404,
    body: () => scimPatch({ op: 'replace', path: 'name.givenName', value: 'Samuel' }),
    missing: ['Operations', 'Operations.0.op'],
    wrong: WRONG_SCIM_PATCH,
    tooLong: [['Operations.0.path', long(501)]],
  },
  'DELETE /scim/v2/Users/:id': {
    path: ({ userId }) => `/scim/v2/Users/${userId}`,
    success: 204,
    unknown: 404,
    turn: 2,
  },
  'GET /scim/v2/Groups': { path: () => '/scim/v2/Groups', success: 200, wrongQueries: WRONG_SCIM_LISTS },
  'GET /scim/v2/Groups/:id': { path: ({ roleId }) => `/scim/v2/Groups/${roleId}`, success: 200, unknown: 404 },
  'PATCH /scim/v2/Groups/:id': {
    path: ({ roleId }) => `/scim/v2/Groups/${roleId}`,
    success: 204,
    unknown: 404,
    body: ({ userId }) => scimPatch({ op: 'remove', path: `members[value eq "${userId}"]` }),
    missing: ['Operations', 'Operations.0.op'],
    wrong: WRONG_SCIM_PATCH,
    tooLong: [['Operations.0.path', long(501)]],
  },
  'GET /scim/v2/ServiceProviderConfig': { path: () => '/scim/v2/ServiceProviderConfig', success: 200 },
  'GET /scim/v2/ResourceTypes': { path: () => '/scim/v2/ResourceTypes', success: 200 },
  'GET /scim/v2/ResourceTypes/:id': { path: () => '/scim/v2/ResourceTypes/User', success: 200, unknown: 200 },
  'GET /scim/v2/Schemas': { path: () => '/scim/v2/Schemas', success: 200 },
  'GET /scim/v2/Schemas/:id': { path: () => `/scim/v2/Schemas/${SCIM_USER}`, success: 200, unknown: 200 },
};

/** An agency's people: who they are, what their roles allow, how they sign in, what was done. */
export const PEOPLE_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/users': { path: () => '/api/users', success: 200 },
  'POST /api/users': {
    path: () => '/api/users',
    success: 201,
    body: () => ({ first_name: 'Riley', last_name: 'New', email: freshEmail(), role: 'agent' }),
    missing: ['first_name', 'last_name', 'email', 'role'],
    wrong: NAME_CHANGES,
    tooLong: NAME_TOO_LONG,
  },
  'PATCH /api/users/:id': {
    ...userAction,
    path: ({ userId }) => `/api/users/${userId}`,
    body: () => ({ first_name: 'Samuel' }),
    wrong: [...NAME_CHANGES, ['is_disabled', 'yes']],
    tooLong: NAME_TOO_LONG,
  },
  'POST /api/users/:id/release-lock': { ...userAction, path: ({ userId }) => `/api/users/${userId}/release-lock` },
  'POST /api/users/:id/end-sessions': { ...userAction, path: ({ userId }) => `/api/users/${userId}/end-sessions` },
  'POST /api/users/:id/password-link': { ...userAction, path: ({ userId }) => `/api/users/${userId}/password-link` },
  ...ROLE_CASES,
  ...REVIEW_CASES,
  ...SIGN_ON_CASES,
  ...SCIM_CASES,
};
