import type { RouteCase } from './route-case.ts';

/** Who reads an agency's figures. */
export const REPORT_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/report': {
    path: () => '/api/report?since=2026-11-20&until=2026-11-21',
    success: 200,
    wrongQueries: [
      '?since=null',
      '?since=yesterday',
      '?since=2026-02-30',
      '?since=2026-11-21T00:00:00Z',
      '?since=20261121',
      '?since=%E2%80%8B2026-11-21',
      '?until=2026-13-01',
      `?until=2026-11-21${'1'.repeat(40)}`,
      '?since=2026-11-22&until=2026-11-21',
      '?since=2026-08-01&until=2026-11-21',
      '?since=2026-11-21&since=2026-11-22',
    ],
  },
};
