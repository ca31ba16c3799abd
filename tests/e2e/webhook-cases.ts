import type { RouteCase, Things } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
/** Nothing listens there; what is sent to it is refused at once. */
const ENDPOINT = 'http://127.0.0.1:9/hook';
const LONG_URL = `https://${long(2_000)}`;
const WRONG_URLS = [
  ['url', 5],
  ['url', 'nonsense'],
  ['url', 'http://partner.test/hook'],
  ['url', 'https://user:pass@partner.test/hook'],
  ['url', 'https://10.0.0.1/hook'],
  ['url', 'https://169.254.169.254/latest'],
  ['url', 'https://[::ffff:192.168.1.1]/hook'],
] as const;
const v1 = ({ subscriptionId }: Things) => `/v1/webhooks/subscriptions/${subscriptionId}`;
const api =
  (part = '') =>
  ({ webhookId }: Things) =>
    `/api/webhooks/${webhookId}${part}`;

/** Webhook subscriptions, as RapidSOS has them and natively. */
export const WEBHOOK_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /v1/webhooks/subscriptions': {
    path: () => '/v1/webhooks/subscriptions',
    success: 201,
    body: () => ({ url: ENDPOINT, event_types: ['alert.new', 'alert.status_update'] }),
    missing: ['url', 'event_types'],
    wrong: [...WRONG_URLS, ['event_types', []], ['event_types', ['alert.unheard_of']], ['event_types', 'alert.new']],
    tooLong: [
      ['url', LONG_URL],
      ['event_types', [long(61)]],
    ],
  },
  'GET /v1/webhooks/subscriptions': { path: () => '/v1/webhooks/subscriptions', success: 200 },
  'PATCH /v1/webhooks/subscriptions/:id': {
    path: v1,
    success: 200,
    unknown: 404,
    body: () => ({ event_types: ['alert.new'] }),
    wrong: [...WRONG_URLS, ['event_types', ['alert.unheard_of']]],
    tooLong: [['url', LONG_URL]],
  },
  'DELETE /v1/webhooks/subscriptions/:id': { path: v1, success: 204, unknown: 404, turn: 5 },
  'POST /v1/webhooks/test': {
    path: () => '/v1/webhooks/test',
    success: 200,
    unknown: 404,
    body: ({ subscriptionId }) => ({ subscription_id: Number(subscriptionId), event_type: 'alert.new' }),
    missing: ['subscription_id'],
    wrong: [
      ['subscription_id', 'one'],
      ['event_type', 'alert.unheard_of'],
    ],
    tooLong: [['event_type', long(61)]],
  },
  'GET /api/webhooks': { path: () => '/api/webhooks', success: 200 },
  'POST /api/webhooks': {
    path: () => '/api/webhooks',
    success: 201,
    body: () => ({
      name: 'Our CAD',
      url: ENDPOINT,
      dialect: 'prepared',
      event_types: ['incident_metadata', 'caller_location'],
      authentication: {
        kind: 'client_credentials',
        token_url: 'http://127.0.0.1:9/token',
        client_id: 'sallyport',
        client_secret: 'a-secret-of-theirs',
      },
    }),
    missing: ['name', 'url', 'event_types'],
    wrong: [
      ...WRONG_URLS,
      ['name', ''],
      ['name', '\u200b\u2060\ufeff'],
      ['dialect', 'esperanto'],
      ['event_types', ['alert.new']],
      ['authentication', { kind: 'bearer' }],
      ['authentication', { kind: 'bearer', token: 'two words' }],
      ['authentication.token_url', 'https://192.168.0.1/token'],
      ['authentication.token_url', 'http://partner.test/token'],
    ],
    tooLong: [
      ['name', long(101)],
      ['url', LONG_URL],
      ['authentication.client_secret', long(1_001)],
    ],
  },
  'GET /api/webhooks/:id': { path: api(), success: 200, unknown: 404 },
  'PATCH /api/webhooks/:id': {
    path: api(),
    success: 200,
    unknown: 404,
    body: () => ({ name: 'The other CAD', is_paused: true }),
    wrong: [...WRONG_URLS, ['is_paused', 'no'], ['event_types', ['incident.unheard_of']]],
    tooLong: [['name', long(101)]],
  },
  'DELETE /api/webhooks/:id': { path: api(), success: 204, unknown: 404, turn: 5 },
  'POST /api/webhooks/:id/rotate-secret': {
    path: api('/rotate-secret'),
    success: 200,
    unknown: 404,
    body: () => ({ overlap_hours: 1 }),
    wrong: [
      ['overlap_hours', -1],
      ['overlap_hours', 169],
      ['overlap_hours', 'a day'],
    ],
  },
  'POST /api/webhooks/:id/test': {
    path: api('/test'),
    success: 200,
    unknown: 404,
    body: () => ({ event_type: 'incident.created' }),
    wrong: [['event_type', 'incident.unheard_of']],
    tooLong: [['event_type', long(61)]],
  },
  'GET /api/webhooks/:id/deliveries': { path: api('/deliveries'), success: 200, unknown: 404 },
  'POST /api/webhooks/:id/deliveries/:delivery_id/replay': {
    path: ({ webhookId, deliveryId }) => `/api/webhooks/${webhookId}/deliveries/${deliveryId}/replay`,
    success: 202,
    unknown: 404,
  },
  'POST /api/webhooks/:id/replay': {
    path: api('/replay'),
    success: 202,
    unknown: 404,
    body: () => ({ since: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' }),
    missing: ['since', 'until'],
    wrong: [
      ['since', 'noon'],
      ['since', '2021-01-01T00:00:00Z'],
    ],
  },
};
