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
