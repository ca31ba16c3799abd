import type { RouteCase } from './route-case.ts';

/** A LiveKit server that nobody has to reach: tokens are made without it. */
export const LIVEKIT_ENV = {
  SALLYPORT_LIVEKIT_URL: 'ws://127.0.0.1:7',
  SALLYPORT_LIVEKIT_API_KEY: 'sallyport',
  SALLYPORT_LIVEKIT_API_SECRET: 'a secret of thirty-two characters',
};

/** Live audio, of a call that goes on. */
export const AUDIO_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /v1/incident_events/:id/stream_token': {
    path: ({ callId }) => `/v1/incident_events/${callId}/stream_token`,
    success: 200,
    unknown: 404,
    body: () => ({ participant_id: 'unit-7' }),
    missing: ['participant_id'],
    wrong: [
      ['participant_id', ''],
      ['participant_id', 7],
      ['participant_id', 'portal:1'],
      ['participant_id', ' unit'],
    ],
    tooLong: [['participant_id', 'x'.repeat(101)]],
  },
  'POST /api/incidents/:id/listen': {
    path: ({ callId }) => `/api/incidents/${callId}/listen`,
    success: 200,
    unknown: 404,
  },
};
