import type { RouteCase } from './route-case.ts';

/** A PNG of one pixel. */
export const PHOTO = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** Reading what was uploaded to an incident. */
export const MEDIA_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/incidents/:id/media/:media_id': {
    path: ({ callId, mediaId }) => `/api/incidents/${callId}/media/${mediaId}`,
    success: 200,
    unknown: 404,
  },
  'GET /v1/incident_events/:id/media/:media_id': {
    path: ({ callId, mediaId }) => `/v1/incident_events/${callId}/media/${mediaId}`,
    success: 200,
    unknown: 404,
  },
};
