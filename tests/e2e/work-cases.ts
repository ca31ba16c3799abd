import type { RouteCase } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
const SEAT = '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88';

/** Who works on which incident, and who is at work. */
export const WORK_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /api/incidents/:id/claim': {
    path: ({ callId }) => `/api/incidents/${callId}/claim`,
    success: 200,
    unknown: 404,
    body: () => ({ seat: SEAT }),
    missing: ['seat'],
    wrong: [
      ['seat', 'desk 4'],
      ['seat', 5],
      ['take_over', ' '],
      ['take_over', '\u200b\u2060\ufeff'],
      ['take_over', 5],
    ],
    tooLong: [['take_over', long(201)]],
  },
  'DELETE /api/incidents/:id/claim': {
    path: ({ callId }) => `/api/incidents/${callId}/claim`,
    success: 200,
    unknown: 404,
  },
  'POST /api/incidents/:id/close': {
    path: ({ callId }) => `/api/incidents/${callId}/close`,
    success: 200,
    unknown: 404,
    body: () => ({ outcome: 'False alarm' }),
    wrong: [
      ['outcome', ' '],
      ['outcome', '\u200b\u2060\ufeff'],
      ['outcome', 5],
    ],
    tooLong: [['outcome', long(501)]],
  },
  'POST /api/incidents/:id/reopen': {
    path: ({ callId }) => `/api/incidents/${callId}/reopen`,
    success: 200,
    unknown: 404,
  },
  'POST /api/incidents/:id/own_merge': {
    path: ({ callId }) => `/api/incidents/${callId}/own_merge`,
    success: 200,
    unknown: 404,
    turn: 1,
    body: ({ otherCallId }) => ({ into: otherCallId }),
    missing: ['into'],
    wrong: [
      ['into', ''],
      ['into', 5],
    ],
    tooLong: [['into', long(61)]],
  },
  'POST /api/incidents/:id/cad_sends': {
    path: ({ callId }) => `/api/incidents/${callId}/cad_sends`,
    success: 201,
    unknown: 404,
    body: () => ({ text: 'Engine asked for' }),
    wrong: [
      ['text', ' '],
      ['text', 5],
    ],
    tooLong: [['text', long(501)]],
  },
  'DELETE /api/incidents/:id/own_merge': {
    path: ({ callId }) => `/api/incidents/${callId}/own_merge`,
    success: 200,
    unknown: 404,
    turn: 2,
  },
  'POST /api/incidents/:id/own_notes': {
    path: ({ callId }) => `/api/incidents/${callId}/own_notes`,
    success: 201,
    unknown: 404,
    body: () => ({ text: 'Gate code 4711' }),
    missing: ['text'],
    wrong: [
      ['text', ' '],
      ['text', '\u200b\u2060\ufeff'],
      ['text', 5],
      ['mentions', 'everybody'],
      ['mentions', ['nobody']],
      ['mentions', Array.from({ length: 11 }, (_, index) => String(index))],
    ],
    tooLong: [['text', long(4_001)]],
  },
  'GET /api/incidents/:id/time_line': {
    path: ({ callId }) => `/api/incidents/${callId}/time_line`,
    success: 200,
    unknown: 404,
  },
  'GET /api/find': {
    path: ({ phone }) => `/api/find?text=${encodeURIComponent(phone)}`,
    success: 200,
    wrongQueries: ['', '?text=', '?text=ab', `?text=${long(201)}`, '?text=rivera&limit=0', '?text=rivera&limit=51'],
  },
  'POST /api/incidents/:id/dismissal': {
    path: ({ callId }) => `/api/incidents/${callId}/dismissal`,
    success: 204,
    unknown: 404,
  },
  'DELETE /api/incidents/:id/dismissal': {
    path: ({ callId }) => `/api/incidents/${callId}/dismissal`,
    success: 204,
    unknown: 404,
  },
  'POST /api/seats/:seat': {
    path: () => `/api/seats/${SEAT}`,
    success: 200,
    unknown: 404,
    body: ({ callId }) => ({ incident_id: callId }),
    missing: ['incident_id'],
    wrong: [['incident_id', 'this one']],
  },
};
