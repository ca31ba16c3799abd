import type { RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];
const polygon = (coordinates: unknown) => ({ type: 'Polygon', coordinates });

const WRONG_SETTINGS = [
  ['routing', 'nearest'],
  ['agency_ids', []],
  ['agency_ids', 'sandbox-county'],
  ['agency_ids', ['nowhere-at-all']],
  ['agency_ids', ['sandbox-county', 'harbor-city']],
  ['requests_dispatch', 'yes'],
  ['required_variables', ['vehicle plate']],
  ['answers_with', ['everything']],
  ['tells_sender', ['status', 'status']],
] as const;
const TOO_LONG = [
  ['agency_ids', [long(64)]],
  ['required_variables', [long(255)]],
] as const;

/** Where agencies answer alerts, and the routes by which alerts find them: for operators. */
export const CALLFLOW_CASES: Readonly<Record<string, RouteCase>> = {
  'PATCH /api/agencies/:id': {
    path: ({ agencyId }) => `/api/agencies/${agencyId}`,
    success: 200,
    unknown: 404,
    body: () => ({ time_zone: 'UTC' }),
    wrong: [
      ['time_zone', ''],
      ['time_zone', 'EST5EDT4'],
      ['time_zone', 'America/Nowhere'],
      ['time_zone', '+01:00'],
      ['is_disabled', 1],
    ],
  },
  'GET /api/agencies/:id/boundary': {
    path: ({ agencyId }) => `/api/agencies/${agencyId}/boundary`,
    success: 200,
    unknown: 404,
  },
  'PATCH /api/agencies/:id/boundary': {
    path: ({ agencyId }) => `/api/agencies/${agencyId}/boundary`,
    success: 200,
    unknown: 404,
    body: () => ({ boundary: polygon([SQUARE]) }),
    missing: ['boundary'],
    wrong: [
      ['boundary', 'Polygon'],
      ['boundary', { type: 'Point', coordinates: [1, 2] }],
      ['boundary', { ...polygon([SQUARE]), crs: { type: 'name', properties: { name: 'EPSG:3857' } } }],
      ['features', ['nowhere']],
      ['features', []],
      ['swap', 'yes'],
      [
        'boundary',
        polygon([
          [
            [0, 0],
            [181, 0],
            [1, 1],
            [0, 0],
          ],
        ]),
      ],
      ['boundary', polygon([Array.from({ length: 10_001 }, () => [0, 0])])],
    ],
  },
  'POST /api/agencies/:id/boundary/preview': {
    path: ({ agencyId }) => `/api/agencies/${agencyId}/boundary/preview`,
    success: 200,
    unknown: 404,
    body: () => ({ boundary: polygon([SQUARE]) }),
    missing: ['boundary'],
    wrong: [
      ['boundary', null],
      ['boundary', { type: 'Point', coordinates: [1, 2] }],
      ['features', [0]],
      ['swap', 1],
    ],
  },
  'GET /api/callflows': { path: () => '/api/callflows', success: 200 },
  'POST /api/callflows': {
    path: () => '/api/callflows',
    success: 201,
    turn: -1,
    body: () => ({ client_id: 'sandbox-alarm', name: 'made', agency_ids: ['sandbox-county'], answers_with: [] }),
    missing: ['client_id', 'name', 'agency_ids'],
    wrong: [['name', 'two words'], ['client_id', 'sandbox-cad'], ['client_id', 5], ...WRONG_SETTINGS],
    tooLong: [['name', long(101)], ['client_id', long(101)], ...TOO_LONG],
  },
  'PATCH /api/callflows/:client_id/:name': {
    path: ({ callflowClientId }) => `/api/callflows/${callflowClientId}/sandbox`,
    success: 200,
    unknown: 404,
    body: () => ({ required_variables: [] }),
    wrong: [...WRONG_SETTINGS],
    tooLong: [...TOO_LONG],
  },
  'DELETE /api/callflows/:client_id/:name': {
    path: ({ callflowClientId }) => `/api/callflows/${callflowClientId}/made`,
    success: 204,
    unknown: 404,
    turn: 2,
  },
};
