import type { RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);

/** Where a caller is and what partners reported about them, as a center's CAD asks. */
export const ADDITIONAL_DATA_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /location': {
    path: ({ phone }) => `/location?caller_id=${phone.slice(1)}`,
    success: 200,
    unknown: 404,
  },
  'POST /location': {
    path: () => '/location',
    success: 200,
    unknown: 404,
    body: ({ phone }) => ({ caller_id: phone.slice(1) }),
    missing: ['caller_id'],
    wrong: [
      ['caller_id', '0142'],
      ['caller_id', 'nobody'],
    ],
  },
  'GET /v1/rade': {
    path: ({ incidentId }) => `/v1/rade?alert_id=alert-${incidentId}`,
    success: 200,
    unknown: 404,
  },
  'POST /v1/rade': {
    path: () => '/v1/rade',
    success: 200,
    unknown: 404,
    body: ({ phone }) => ({ caller_id: phone.slice(1) }),
    missing: ['caller_id'],
    wrong: [
      ['caller_id', '0142'],
      ['alert_id', 'alert-5'],
      ['source_id', 'two keys at once'],
    ],
    tooLong: [['caller_id', long(61)]],
  },
};
