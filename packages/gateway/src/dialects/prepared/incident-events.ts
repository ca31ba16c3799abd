import { PreparedEventPage, PreparedIncident } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import { isOfType } from '../../incidents/events/by-type.ts';
import { readEvents } from '../../incidents/events/read-events.ts';
import type { EventFilter } from '../../incidents/events/types.ts';
import { readMedia } from '../../incidents/media/read-media.ts';
import { readWithHistory } from '../../incidents/search/read-whole.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { checkSpan, readInstant } from '../../kernel/instant.ts';
import { MEDIA_BYTES, MEDIA_PARAMS, mediaAnswer } from '../answers/serve-media.ts';
import { INCIDENT_PARAMS } from '../requests/alert-id.ts';
import { ownAgency } from '../requests/own-agency.ts';
import { limitParameter, readLimit } from '../requests/read-limit.ts';
import { timeContextOf } from '../requests/request-context.ts';
import type { Route, RouteRequest } from '../routing/route.ts';
import {
  encodeEvent,
  encodeLocation,
  encodeMedia,
  encodeMetadata,
  eventTypesOf,
  PREPARED_TYPES,
} from './encode-event.ts';
import { preparedErrors } from './errors.ts';

const PAGE = { otherwise: 100, most: 500 };

const reading = {
  method: 'GET',
  errors: preparedErrors,
  access: { kind: 'token', right: 'incident_events:read' },
  limit: 'reads',
  body: 'none',
} as const;

function readFilter(ports: { clock: Clock }, request: RouteRequest): EventFilter {
  const { query } = request;
  const times = timeContextOf(ports, request);
  const timeOf = (name: string) => (query[name] === undefined ? null : readInstant(query[name], name, times));
  const type = query['type'];
  const named = type === undefined ? PREPARED_TYPES : PREPARED_TYPES.filter((name) => name === type);
  if (named.length === 0) {
    throw refuse.invalidRequest({ description: `type must be one of ${PREPARED_TYPES.join(', ')}` });
  }
  const [since, until] = [timeOf('created_after'), timeOf('created_before')];
  checkSpan(since, until, ['created_after', 'created_before']);
  return { types: named.flatMap(eventTypesOf), incidentId: query['incident_id'] ?? null, since, until };
}

/** `GET /v1/incident_events`: what comes after a cursor, what is before one, or the newest events without, in the order of the log. */
export const list: Route<{ database: Database; clock: Clock; publicUrl: string }> = {
  ...reading,
  path: '/v1/incident_events',
  summary: 'Read incident events: those after a cursor, those before one, or the newest',
  schema: {
    query: Type.Object({
      after: Type.Optional(
        Type.String({
          maxLength: 140,
          description: 'The cursor to go on after; from now on where it is missing',
          examples: ['sandbox-county:41'],
        }),
      ),
      before: Type.Optional(
        Type.String({
          maxLength: 140,
          description: 'A `previous_cursor`: what is older',
          examples: ['sandbox-county:41'],
        }),
      ),
      limit: limitParameter(PAGE),
      incident_id: Type.Optional(
        Type.String({
          maxLength: 60,
          description: 'Of this incident alone',
          examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
        }),
      ),
      type: Type.Optional(
        Type.String({ maxLength: 60, description: 'Of this type alone', examples: ['caller_location'] }),
      ),
      created_after: Type.Optional(
        Type.String({ maxLength: 40, description: 'Created after this instant', examples: ['2026-11-21T10:30:00Z'] }),
      ),
      created_before: Type.Optional(
        Type.String({ maxLength: 40, description: 'Created before this instant', examples: ['2026-11-21T11:30:00Z'] }),
      ),
    }),
    responses: { 200: PreparedEventPage },
  },
  async handle(ports, request) {
    const { after, before, limit } = request.query;
    const page = { after, before, limit: readLimit(limit, PAGE), filter: readFilter(ports, request) };
    const { events, nextCursor, previousCursor } = await readEvents(ports, ownAgency(request), page);
    const encoded = events.flatMap((event) => encodeEvent(event, ports.publicUrl) ?? []);
    return {
      status: 200,
      body: { incident_events: encoded, next_cursor: nextCursor, previous_cursor: previousCursor },
    };
  },
};

/** `GET /v1/incident_events/{id}`: one incident as it stands, with its locations and media. */
export const read: Route<{ database: Database; publicUrl: string }> = {
  ...reading,
  path: '/v1/incident_events/:id',
  summary: 'Read one incident with its locations and media',
  schema: {
    params: INCIDENT_PARAMS,
    responses: { 200: PreparedIncident },
  },
  async handle(ports, request) {
    const agencyId = ownAgency(request);
    const { incident, history } = await readWithHistory(ports, agencyId, request.params['id'] ?? '');
    return {
      status: 200,
      body: {
        ...encodeMetadata(incident, incident.updatedAt, ports.publicUrl),
        caller_locations: history.filter(isOfType('location.updated')).flatMap((event) => encodeLocation(event) ?? []),
        media: history.filter(isOfType('media.attached')).map((event) => encodeMedia(event, ports.publicUrl)),
      },
    };
  },
};

/** `GET /v1/incident_events/{id}/media/{media_id}`: an uploaded file, as the `media` event names it. */
export const media: Route<{ database: Database }> = {
  ...reading,
  path: '/v1/incident_events/:id/media/:media_id',
  summary: 'Read an uploaded photo, video, recording or PDF',
  schema: {
    params: MEDIA_PARAMS,
    responses: { 200: MEDIA_BYTES, 206: MEDIA_BYTES },
  },
  async handle(ports, request) {
    const { id: incidentId = '', media_id: mediaId = '' } = request.params;
    const found = await readMedia(ports, { agencyId: ownAgency(request), incidentId, id: mediaId });
    return mediaAnswer(request, found);
  },
};
