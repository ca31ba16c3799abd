import type { RouteCase } from './route-case.ts';

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
      ['session_hours', 13],
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
      ['session_hours', 13],
    ],
  },
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
  'DELETE /api/account/factors/:id': { path: () => '/api/account/factors/none', success: 404 },
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
