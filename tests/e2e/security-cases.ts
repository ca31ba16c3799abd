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
  'GET /api/password-grants': { path: () => '/api/password-grants', success: 200 },
};
