import type { RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);

/** Alerts as a center's CAD answers them. */
export const ALERT_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /v1/alerts': { path: () => '/v1/alerts', success: 200, wrongQueries: ['?start=2&end=1', `?limit=${long(41)}`] },
  'GET /v1/alerts/:alert_id': {
    path: ({ incidentId }) => `/v1/alerts/alert-${incidentId}`,
    success: 200,
    unknown: 404,
    wrongQueries: [`?extra=${long(201)}`],
  },
  'PATCH /v1/alerts/:alert_id': {
    path: ({ incidentId }) => `/v1/alerts/alert-${incidentId}`,
    success: 200,
    unknown: 404,
    body: () => ({ status: 'ACCEPTED' }),
    missing: ['status'],
    wrong: [
      ['status', 'DONE'],
      ['status', 5],
      ['disposition', 'CANCELED'],
      ['disposition', 'AWAY'],
      ['decline_reason', 'not declined'],
      ['decline_reason', ''],
      ['decline_reason', '\u200b\u2060\ufeff'],
      ['cancel_reason', 5],
    ],
    tooLong: [
      ['decline_reason', long(101)],
      ['cancel_reason', long(101)],
    ],
  },
  'GET /v1/alerts/:alert_id/log_messages': {
    path: ({ incidentId }) => `/v1/alerts/alert-${incidentId}/log_messages`,
    success: 200,
    unknown: 404,
    wrongQueries: ['?page=0', '?page=x', '?limit=0', '?limit=101', '?limit=ten'],
  },
  'POST /v1/alerts/:alert_id/log_messages': {
    path: ({ incidentId }) => `/v1/alerts/alert-${incidentId}/log_messages`,
    success: 200,
    unknown: 404,
    body: () => ({ message: 'Units are on their way', message_type: 'CHAT_MESSAGE' }),
    missing: ['message', 'message_type'],
    wrong: [
      ['message', ''],
      ['message', '\u200b\u2060\ufeff'],
      ['message', 5],
      ['message_type', 'SHOUT'],
    ],
    tooLong: [['message', long(1_001)]],
  },
  'PATCH /api/incidents/:id/alert': {
    path: ({ incidentId }) => `/api/incidents/${incidentId}/alert`,
    success: 200,
    unknown: 404,
    turn: 1,
    body: () => ({ disposition: 'DISPATCHED' }),
    missing: ['disposition'],
    wrong: [
      ['status', 'CANCELED'],
      ['disposition', 'CANCELED'],
      ['decline_reason', 'not declined'],
    ],
    tooLong: [['decline_reason', long(101)]],
  },
  'POST /api/incidents/:id/messages': {
    path: ({ incidentId }) => `/api/incidents/${incidentId}/messages`,
    success: 201,
    unknown: 404,
    body: () => ({ text: 'Which door?' }),
    missing: ['text'],
    wrong: [
      ['text', ''],
      ['text', '\u200b\u2060\ufeff'],
      ['text', 5],
    ],
    tooLong: [['text', long(1_001)]],
  },
  'GET /api/alert-settings': { path: () => '/api/alert-settings', success: 200 },
  'PATCH /api/alert-settings': {
    path: () => '/api/alert-settings',
    success: 200,
    body: () => ({ accept_within_seconds: 60, hides_test_alerts: false }),
    wrong: [
      ['accept_within_seconds', 4],
      ['accept_within_seconds', 3_601],
      ['accept_within_seconds', '60'],
      ['hides_test_alerts', 'no'],
      ['sensitive_cards', 'medical'],
      ['sensitive_cards', ['']],
      ['sensitive_cards', ['a b']],
      ['sensitive_cards', ['same', 'same']],
      ['sensitive_cards', Array.from({ length: 51 }, (_, index) => `card-${index}`)],
    ],
  },
};
