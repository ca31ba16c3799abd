import type { RouteCase } from './route-case.ts';

const CREDENTIAL = { id: 'rQ3mQvX0Zf1cH7u2bUo0Xw', rawId: 'rQ3mQvX0Zf1cH7u2bUo0Xw', type: 'public-key' };
const SIGNED = { clientDataJSON: 'e30', authenticatorData: 'oA', signature: 'oA' };
const SHOWN = {
  success: 401,
  body: () => ({ credential: { ...CREDENTIAL, response: SIGNED } }),
  missing: ['credential', 'credential.rawId', 'credential.response.signature'],
  wrong: [
    ['credential', []],
    ['credential.id', ''],
    ['credential.response.signature', 5],
    ['credential.response.userHandle', 5],
  ],
  tooLong: [
    ['credential.id', 'A'.repeat(1_401)],
    ['credential.response.clientDataJSON', 'A'.repeat(4_097)],
  ],
} as const;

/** What is asked of a sign-in, and who still signs in by the password grant. */
export const SECURITY_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/security-policy': { path: () => '/api/security-policy', success: 200 },
  'PATCH /api/security-policy': {
    path: () => '/api/security-policy',
    success: 200,
    body: () => ({ lockout_failures: 5 }),
    wrong: [
      ['profile', 'strict'],
      ['lockout_failures', '5'],
      ['lockout_failures', 2],
      ['lockout_failures', 6],
      ['password_minimum_length', 11],
      ['session_hours', 25],
      ['recheck_hours', 25],
      ['recheck_hours', '12'],
      ['idle_lock_minutes', 4],
      ['step_up_minutes', 4],
      ['allows_password_grant', 'yes'],
    ],
  },
  'GET /api/installation/security-policy': { path: () => '/api/installation/security-policy', success: 200 },
  'PATCH /api/installation/security-policy': {
    path: () => '/api/installation/security-policy',
    success: 200,
    body: () => ({ inactive_days: null }),
    wrong: [
      ['profile', 5],
      ['inactive_days', 29],
      ['session_hours', 25],
    ],
  },
  'POST /api/session/activity': { path: () => '/api/session/activity', success: 200 },
  'POST /api/session/password': {
    path: () => '/api/session/password',
    success: 403,
    body: () => ({ present_password: 'sandbox-admin-pass-911', new_password: 'walnut heron 27 gravel' }),
    missing: ['present_password', 'new_password'],
    wrong: [
      ['present_password', ''],
      ['new_password', 5],
    ],
    tooLong: [['new_password', 'n'.repeat(1_025)]],
  },
  'GET /api/dispatch-positions': { path: () => '/api/dispatch-positions', success: 200 },
  'POST /api/dispatch-positions': {
    path: () => '/api/dispatch-positions',
    success: 201,
    body: () => ({ name: 'Position 3' }),
    missing: ['name'],
    wrong: [
      ['name', ''],
      ['name', null],
      ['name', 3],
      ['name', '\u200b\u2060'],
    ],
    tooLong: [['name', 'n'.repeat(61)]],
  },
  'DELETE /api/dispatch-positions/:id': { path: () => '/api/dispatch-positions/none', success: 404 },
  'GET /api/session/factor': { path: () => '/api/session/factor', success: 200 },
  'POST /api/session/factor': {
    path: () => '/api/session/factor',
    success: 401,
    body: () => ({ code: '000000' }),
    missing: ['code'],
    wrong: [
      ['code', 492039],
      ['code', '12345'],
    ],
    tooLong: [['code', '1'.repeat(41)]],
  },
  'GET /api/account/factors': { path: () => '/api/account/factors', success: 200 },
  'POST /api/account/factors/totp': {
    path: () => '/api/account/factors/totp',
    success: 201,
    body: () => ({ name: 'Work phone' }),
    missing: ['name'],
    wrong: [
      ['name', ''],
      ['name', '\u200b\u2060\ufeff'],
      ['name', '  '],
      ['name', 5],
    ],
    tooLong: [['name', 'n'.repeat(61)]],
  },
  'POST /api/account/factors/:id/confirm': {
    path: () => '/api/account/factors/none/confirm',
    success: 404,
    body: () => ({ code: '000000' }),
    missing: ['code'],
  },
  'POST /api/account/factors/passkey': {
    path: () => '/api/account/factors/passkey',
    success: 200,
    body: () => ({ name: 'Blue key' }),
    missing: ['name'],
    wrong: [
      ['name', ' '],
      ['name', null],
    ],
    tooLong: [['name', 'n'.repeat(61)]],
  },
  'POST /api/account/factors/passkey/confirm': {
    path: () => '/api/account/factors/passkey/confirm',
    success: 400,
    body: () => ({ credential: { ...CREDENTIAL, response: { clientDataJSON: 'e30', attestationObject: 'oA' } } }),
    missing: ['credential', 'credential.id', 'credential.response', 'credential.response.attestationObject'],
    wrong: [
      ['credential', 'a credential'],
      ['credential.type', 'password'],
      ['credential.response.clientDataJSON', 'not base64url!'],
      ['credential.response.transports', 'usb'],
    ],
    tooLong: [['credential.response.attestationObject', 'A'.repeat(16_385)]],
  },
  'POST /api/session/factor/passkey/begin': { path: () => '/api/session/factor/passkey/begin', success: 404 },
  'POST /api/session/factor/passkey': { ...SHOWN, path: () => '/api/session/factor/passkey' },
  'POST /api/session/passkey/begin': { path: () => '/api/session/passkey/begin', success: 200 },
  'POST /api/session/passkey': { ...SHOWN, path: () => '/api/session/passkey' },
  'DELETE /api/account/factors/:id': { path: () => '/api/account/factors/none', success: 404 },
  'POST /api/session/factor/password': {
    path: () => '/api/session/factor/password',
    success: 401,
    body: () => ({ password: 'not the password' }),
    missing: ['password'],
    wrong: [
      ['password', ''],
      ['password', 911],
    ],
    tooLong: [['password', 'p'.repeat(1_025)]],
  },
  'PATCH /api/account': {
    path: () => '/api/account',
    success: 200,
    body: () => ({ language: 'es' }),
    missing: ['language'],
    wrong: [
      ['language', 'fr'],
      ['language', ''],
      ['language', 5],
    ],
  },
  'GET /api/account/applications': { path: () => '/api/account/applications', success: 200 },
  'GET /api/account/sessions': { path: () => '/api/account/sessions', success: 200 },
  'DELETE /api/account/sessions/:id': { path: () => '/api/account/sessions/none', success: 404 },
  'POST /api/account/password': {
    path: () => '/api/account/password',
    success: 401,
    body: () => ({ present_password: 'not the password', new_password: 'granite 44 heron staircase' }),
    missing: ['present_password', 'new_password'],
    wrong: [
      ['present_password', ''],
      ['new_password', 5],
    ],
    tooLong: [['new_password', 'p'.repeat(1_025)]],
  },
  'POST /api/account/recovery-codes': { path: () => '/api/account/recovery-codes', success: 404 },
  'POST /api/users/:id/reset-factors': {
    success: 200,
    unknown: 404,
    path: ({ userId }) => `/api/users/${userId}/reset-factors`,
  },
  // The only operator of the sandbox, who may not reset themself.
  'POST /api/operators/:id/reset-factors': {
    success: 409,
    unknown: 404,
    path: ({ operatorId }) => `/api/operators/${operatorId}/reset-factors`,
  },
  'GET /api/password-grants': { path: () => '/api/password-grants', success: 200 },
};
