import type { RouteCase } from './route-case.ts';

/** What operators do for the installation. Without a mail server no mail waits, so there is none to be sent again. */
export const OPERATOR_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/operators': { path: () => '/api/operators', success: 200 },
  'GET /api/operators/reviews': { path: () => '/api/operators/reviews', success: 200 },
  'PATCH /api/operators/:id': {
    success: 200,
    unknown: 404,
    path: ({ operatorId }) => `/api/operators/${operatorId}`,
    body: () => ({ is_disabled: false }),
    missing: ['is_disabled'],
    wrong: [
      ['is_disabled', 'yes'],
      ['is_disabled', 1],
      ['role', 'agent'],
    ],
  },
  'POST /api/operators/:id/review': {
    success: 204,
    unknown: 404,
    path: ({ operatorId }) => `/api/operators/${operatorId}/review`,
  },
  'POST /api/operators/:id/release-lock': {
    success: 200,
    unknown: 404,
    path: ({ operatorId }) => `/api/operators/${operatorId}/release-lock`,
  },
  'GET /api/installation': { path: () => '/api/installation', success: 200, isMeasured: true },
  'GET /api/installation/findings': { path: () => '/api/installation/findings', success: 200, isMeasured: true },
  'GET /api/outbox': { path: () => '/api/outbox', success: 200 },
  'POST /api/outbox/:id/retry': { path: () => '/api/outbox/none/retry', success: 404 },
};
