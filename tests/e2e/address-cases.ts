import type { RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
const CSV = new TextEncoder().encode('Add_Number,St_Name,St_PosTyp,Longitude,Latitude\n12,Elm,Street,-74,40.7\n');

/** What an agency loads of its addresses, and what is found by them. */
export const ADDRESS_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/addresses': { path: () => '/api/addresses', success: 200 },
  'POST /api/addresses': {
    path: () => '/api/addresses',
    success: 201,
    document: { type: 'text/csv', bytes: CSV },
    wrongQueries: [`?file_name=${long(121)}`],
  },
  'DELETE /api/addresses/:kind': { path: () => '/api/addresses/streets', success: 204, turn: 1 },
  'GET /api/wall-boards': { path: () => '/api/wall-boards', success: 200 },
  'POST /api/wall-boards': {
    path: () => '/api/wall-boards',
    success: 201,
    body: () => ({ name: 'North wall', filter: { kind: 'alert', area: '-75,40,-73,41', hides_tests: true } }),
    missing: ['name'],
    wrong: [
      ['name', ' '],
      ['name', 5],
      ['filter', 'alerts'],
      ['filter', { kind: 'fire' }],
      ['filter', { owner: 'me' }],
      ['filter', { area: 'somewhere' }],
      ['filter', { area: '60,-21;61,-20;61,-21;60,-20' }],
      ['filter', { area: 7 }],
    ],
    tooLong: [['name', long(61)]],
  },
  'DELETE /api/wall-boards/:id': { path: () => '/api/wall-boards/nowhere', success: 404 },
  'GET /api/board': { path: () => '/api/board', success: 401 },
  'GET /api/agency-map': { path: () => '/api/agency-map', success: 200 },
  'PATCH /api/agency-map': {
    path: () => '/api/agency-map',
    success: 204,
    body: () => ({ position_link: 'https://cad.example/?at={latitude},{longitude}' }),
    missing: ['position_link'],
    wrong: [
      ['position_link', 5],
      ['position_link', ''],
      ['position_link', 'https://cad.example/?at={latitude}'],
      ['position_link', 'javascript:alert({latitude},{longitude})'],
      ['position_link', 'https://{latitude}.example/{longitude}'],
      ['position_link', '/map?at={latitude},{longitude}'],
      ['position_link', 'https://cad.example/ {latitude} {longitude}'],
    ],
    tooLong: [['position_link', `https://cad.example/{latitude}{longitude}${long(500)}`]],
  },
  'POST /api/incidents/:id/cards/:card/open': {
    path: ({ incidentId }) => `/api/incidents/${incidentId}/cards/medical/open`,
    success: 404,
    unknown: 404,
  },
  'GET /api/places': {
    path: () => '/api/places?text=12%20elm',
    success: 200,
    wrongQueries: ['', '?text=', `?text=${long(201)}`, '?text=elm&limit=0', '?text=elm&limit=51'],
  },
  'GET /api/incidents/:id/locations': {
    path: ({ callId }) => `/api/incidents/${callId}/locations`,
    success: 200,
    unknown: 404,
  },
};
