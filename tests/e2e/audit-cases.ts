import type { RouteCase } from './route-case.ts';

const WRONG_FILTERS = [
  '?since=yesterday',
  '?until=2026-02-30T00:00:00Z',
  '?since=2026-11-22T00:00:00Z&until=2026-11-21T00:00:00Z',
  '?outcome=failed',
  '?action=user.added&action=user.locked',
  `?person_id=${'x'.repeat(201)}`,
  `?client_id=${'x'.repeat(201)}`,
  `?incident_id=${'x'.repeat(201)}`,
];

/** Who reads the audit, and takes it away. */
export const AUDIT_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/audit': {
    path: () => '/api/audit?action=session.opened&outcome=success&limit=1',
    success: 200,
    wrongQueries: [
      ...WRONG_FILTERS,
      '?limit=0',
      '?limit=201',
      '?cursor=older',
      '?cursor=sideways.1.1.chain',
      '?cursor=older.1.1.',
      '?cursor=older.-1.1.chain',
      '?cursor=older.1.1.a%20chain',
    ],
  },
  'GET /api/audit/export': {
    path: () => '/api/audit/export?action=agency.added&format=csv',
    success: 200,
    wrongQueries: [...WRONG_FILTERS, '?format=xml'],
  },
};
