import type { RouteCase, Things } from './route-case.ts';

const long = (length: number) => 'x'.repeat(length);
const ingest = (part: string) => ({
  path: ({ callId }: Things) => `/api/incidents/${callId}/${part}`,
  success: 201,
  unknown: 404,
});
const WORD = {
  word: 'help',
  speaker: 'Caller',
  started_at: '2026-11-21T12:00:00Z',
  ended_at: '2026-11-21T12:00:01Z',
};

/** Reading incident events, and what call-handling equipment may state. */
export const INCIDENT_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /v1/incident_events': {
    path: () => '/v1/incident_events',
    success: 200,
    wrongQueries: [
      '?created_after=2026-11-22T00:00:00Z&created_before=2026-11-21T00:00:00Z',
      '?limit=0',
      '?limit=501',
      '?after=tomorrow',
      '?after=harbor-city:1',
      '?after=sandbox-county:999999',
      '?type=all',
      '?created_after=noon',
      `?after=${'1'.repeat(121)}`,
    ],
  },
  'GET /v1/incident_events/:id': {
    path: ({ incidentId }) => `/v1/incident_events/${incidentId}`,
    success: 200,
    unknown: 404,
  },
  'GET /api/incidents': {
    path: () => '/api/incidents',
    success: 200,
    wrongQueries: [
      '?limit=0',
      '?limit=201',
      '?limit=ten',
      '?before=tomorrow',
      `?before=${'1'.repeat(61)}`,
      '?waiting=yes',
      '?assailants=all',
      '?assailants=only&waiting=only',
      '?open=yes',
      '?open=only&waiting=only',
      '?section=all',
      '?kind=call',
      '?section=active&kind=fire',
      '?section=active&waiting=only',
      '?section=active&area=county',
      '?section=active&area=0,0;1,0',
      '?section=active&area=0,0;2,2;2,0;0,1',
      '?section=active&area=0,0;1,0;NaN,1',
      `?section=active&area=${'0,0;'.repeat(650)}`,
      '?area=boundary',
      '?section=active&ids=1,2',
      '?section=ended&since=noon',
      '?section=ended&until=9',
      '?section=ended&since=2026-11-22T00:00:00Z&until=2026-11-21T00:00:00Z',
      '?section=ended&before=tomorrow',
      '?assailants=only&before=1.01a1fd00-0000-7000-8000-000000000002',
      '?waiting=only&before=1.01a1fd00-0000-7000-8000-000000000002',
    ],
  },
  'POST /api/incidents': {
    path: () => '/api/incidents',
    success: 201,
    body: () => ({
      call: { caller_phone_number: '+15555550123', class_of_service: 'WPH2' },
      location: { latitude: 40.5, longitude: -74.25, uncertainty_radius: 30 },
    }),
    missing: ['call', 'location.latitude', 'location.longitude'],
    wrong: [
      ['call', 'text'],
      ['call.caller_phone_number', '911'],
      ['call.caller_phone_number', 5],
      ['call.started_at', 'yesterday'],
      ['location.latitude', 91],
      ['location.longitude', '0'],
      ['location.uncertainty_radius', {}],
    ],
    tooLong: [
      ['call.caller_phone_number', long(61)],
      ['call.class_of_service', long(101)],
      ['call.sip_call_id', long(256)],
    ],
  },
  'POST /api/incidents/:id/locations': {
    ...ingest('locations'),
    body: () => ({ latitude: 40.5, longitude: -74.25, source: 'DBH', confidence: 90, height: 12.5 }),
    missing: ['latitude', 'longitude'],
    wrong: [
      ['latitude', -91],
      ['confidence', [90]],
      ['height', {}],
      ['located_at', 'now'],
      ['located_at', '2026-11-21T12:00:00'],
      ['located_at', '1999-12-31T23:59:59Z'],
    ],
    tooLong: [
      ['source', long(101)],
      ['address', long(201)],
    ],
  },
  'POST /api/incidents/:id/notes': {
    ...ingest('notes'),
    body: () => ({ text: 'Smoke on the third floor' }),
    missing: ['text'],
    wrong: [
      ['text', ''],
      ['text', '\u200b\u2060\ufeff'],
    ],
    tooLong: [
      ['text', long(4_001)],
      ['author', long(101)],
    ],
  },
  'POST /api/incidents/:id/media': {
    ...ingest('media'),
    body: () => ({ url: 'https://media.test/1.jpg', media_type: 'photo' }),
    missing: ['url', 'media_type'],
    wrong: [
      ['url', 'javascript:alert(1)'],
      ['media_type', 'song'],
    ],
    tooLong: [
      ['url', `https://${long(2_000)}`],
      ['description', long(501)],
    ],
  },
  'POST /api/incidents/:id/transcript': {
    ...ingest('transcript'),
    body: () => ({ words: [WORD] }),
    missing: ['words'],
    wrong: [
      ['words', []],
      ['words', [{ ...WORD, speaker: 'Dog' }]],
      ['words', [{ ...WORD, started_at: 'now' }]],
    ],
    tooLong: [['words', Array.from({ length: 501 }, () => WORD)]],
  },
  'POST /api/incidents/:id/responses': {
    ...ingest('responses'),
    body: () => ({ unit: 'E7', status: 'En route' }),
    missing: ['unit', 'status'],
    wrong: [
      ['unit', 7],
      ['unit', '\u200b'],
      ['status', '\u202a\u202c'],
      ['note', '\ufeff'],
    ],
    tooLong: [
      ['unit', long(101)],
      ['note', long(501)],
    ],
  },
  'POST /api/incidents/:id/changes': {
    ...ingest('changes'),
    body: () => ({ changes: [{ note: { text: 'a' } }, { response: { unit: 'E7', status: 'On scene' } }] }),
    missing: ['changes'],
    wrong: [
      ['changes', []],
      ['changes', [{}]],
      ['changes', [{ note: { text: 'a' }, end: {} }]],
    ],
    tooLong: [['changes', Array.from({ length: 101 }, () => ({ note: { text: 'a' } }))]],
  },
  'POST /api/incidents/:id/transfer': {
    ...ingest('transfer'),
    success: 200,
    turn: 1,
    body: () => ({ to: 'Harbor Fire' }),
    missing: ['to'],
    wrong: [
      ['to', ''],
      ['to', '\u200b\u2060\ufeff'],
    ],
    tooLong: [['to', long(201)]],
  },
  'POST /api/incidents/:id/end': {
    ...ingest('end'),
    success: 200,
    turn: 3,
    body: () => ({}),
    wrong: [['ended_at', 'now']],
  },
  'POST /api/incidents/:id/merge': {
    ...ingest('merge'),
    success: 200,
    turn: 4,
    body: ({ otherCallId }) => ({ into: otherCallId }),
    missing: ['into'],
    wrong: [['into', 5]],
    tooLong: [['into', long(61)]],
  },
};
