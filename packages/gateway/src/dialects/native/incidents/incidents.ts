import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../../database/database.ts';
import { hasLiveAudio } from '../../../delivery/audio/issue-stream-token.ts';
import type { LiveAudio } from '../../../delivery/audio/live-audio.ts';
import type { WholeIncident } from '../../../incidents/search/read-whole.ts';
import type { LookupRecorder } from '../../../incidents/search/record-lookup.ts';
import { listForReader } from '../../../intake/list-incidents.ts';
import { findForReader, lookUpIncident, lookUpMedia, searchIncidents } from '../../../intake/look-up.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Slots } from '../../../kernel/slots.ts';
import { lockedSession } from '../../../people/sessions/session-lock.ts';
import { eachInTurn } from '../../answers/large-answer.ts';
import { MEDIA_BYTES, MEDIA_PARAMS, mediaAnswer } from '../../answers/serve-media.ts';
import { ALERT_IDS, INCIDENT_PARAMS, incidentIdOf, withoutPrefix } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { limitParameter, readLimit } from '../../requests/read-limit.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeIncident, encodeRinging, encodeSummary } from './encode-incident.ts';
import { readSection, SECTION_PARAMETERS } from './read-section.ts';

export interface SearchPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audio: LiveAudio | null;
  readonly largeReads: Slots;
  readonly lookups: LookupRecorder;
}

const PAGE = { otherwise: 50, most: 200 };
/** What is listed alone, by the query that asks for it. */
const ALONE = ['waiting', 'assailants', 'open'] as const;

const reading = {
  method: 'GET',
  errors: nativeErrors,
  access: { kind: 'reader', right: 'incidents:read' },
  limit: 'reads',
  body: 'none',
} as const;

function askingOf(request: RouteRequest) {
  return { principal: principalOf(request), agencyId: ownAgency(request), origin: request.origin };
}

function encodeWhole(
  ports: { clock: Clock; audio: LiveAudio | null },
  { incident, history, cadIncidents, closedCards }: WholeIncident,
): contract.Incident {
  return encodeIncident(incident, history, cadIncidents, ports.clock.now(), hasLiveAudio(ports, incident), closedCards);
}

/** `GET /api/search?query=`: a phone number in any common spelling, or an alert id. */
export const search: Route<SearchPorts> = {
  ...reading,
  path: '/api/search',
  summary: 'Find incidents by phone number or alert id',
  schema: {
    query: Type.Object({
      query: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'A telephone number or an alert id',
        examples: ['tel://15555550123'],
      }),
    }),
    responses: { 200: contract.SearchResult },
  },
  async handle(ports, request) {
    const asking = askingOf(request);
    const { query, incidents, wholeOf } = await searchIncidents(ports, {
      ...asking,
      query: request.query['query'] ?? '',
      ids: ALERT_IDS,
    });
    const found = await eachInTurn(ports, asking.agencyId, incidents, async (each) =>
      encodeWhole(ports, await wholeOf(each)),
    );
    return { status: 200, body: { query, incidents: found } };
  },
};

const FOUND = { otherwise: 20, most: 50 };

/** `GET /api/find?text=`: incidents by a number in part, a name, an address, a plate, an id, or words of notes and transcripts. */
export const find: Route<SearchPorts> = {
  ...reading,
  path: '/api/find',
  summary: 'Find incidents by any words or digits that are known of them',
  schema: {
    query: Type.Object({
      text: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Words, or a number in any spelling, of three letters or digits at least; in part, too',
        examples: ['555-0123'],
      }),
      limit: limitParameter(FOUND),
    }),
    responses: { 200: contract.FoundIncidents },
  },
  async handle(ports, request) {
    const limit = readLimit(request.query['limit'], FOUND);
    const text = withoutPrefix(request.query['text'] ?? '');
    const found = await findForReader(ports, { ...askingOf(request), text, limit });
    return {
      status: 200,
      body: {
        found: found.map(({ incident, kind, excerpt, isExact }) => ({
          incident: encodeSummary(incident),
          matched: kind,
          excerpt,
          is_exact: isExact,
        })),
      },
    };
  },
};

/**
 * `GET /api/incidents`: the agency's incidents, newest first, or those alone that wait for an answer or are of an active assailant. At a
 * locked session `open=only` alone, without who and where, so that it goes on ringing.
 */
export const list: Route<{ database: Database; clock: Clock }> = {
  ...reading,
  path: '/api/incidents',
  summary: "List the agency's incidents, newest first",
  whileLocked: true,
  schema: {
    query: Type.Object({
      limit: limitParameter(PAGE),
      before: Type.Optional(
        Type.String({
          maxLength: 60,
          description: 'What `next_before` of the page before was',
          examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
        }),
      ),
      tests: Type.Optional(
        Type.Enum(['include', 'exclude'], { description: 'alerts of a test type; people see what the agency decided' }),
      ),
      waiting: Type.Optional(
        Type.Enum(['only'], { description: 'alerts that wait for an answer, the nearest deadline first, on one page' }),
      ),
      assailants: Type.Optional(
        Type.Enum(['only'], { description: 'open active assailant alerts, changed within a day, on one page' }),
      ),
      open: Type.Optional(
        Type.Enum(['only'], {
          description: 'alerts that wait for an answer, and those that are open and came within an hour, on one page',
        }),
      ),
      ...SECTION_PARAMETERS,
    }),
    responses: { 200: contract.IncidentList },
  },
  async handle(ports, request) {
    const { before } = request.query;
    const agencyId = ownAgency(request);
    const limit = readLimit(request.query['limit'], PAGE);
    const alone = ALONE.filter((name) => request.query[name] !== undefined);
    const [chosen, another] = alone;
    const isLocked = principalOf(request).lock !== undefined;
    if (isLocked && (chosen !== 'open' || another !== undefined)) throw lockedSession();
    if (another !== undefined) {
      throw refuse.invalidRequest({
        description: `Send one of ${alone.map((name) => `${name}=only`).join(' and ')}`,
      });
    }
    if (chosen !== undefined && before !== undefined) {
      throw refuse.invalidRequest({ description: `${chosen}=only has one page, without before` });
    }
    const sectioned = readSection(ports, request);
    if (sectioned !== null && chosen !== undefined) {
      throw refuse.invalidRequest({ description: `Send section or ${chosen}=only, not both` });
    }
    const page = await listForReader(ports, {
      principal: principalOf(request),
      agencyId,
      alone: chosen ?? null,
      sectioned,
      before,
      limit,
      tests: request.query['tests'],
    });
    const incidents = page.incidents.map(isLocked ? encodeRinging : encodeSummary);
    return { status: 200, body: { incidents, next_before: page.nextBefore } };
  },
};

/** `GET /api/incidents/{id}`: everything known about one incident. */
export const read: Route<{ database: Database; clock: Clock; audio: LiveAudio | null; lookups: LookupRecorder }> = {
  ...reading,
  path: '/api/incidents/:id',
  summary: 'Read one incident with its cards',
  schema: {
    params: INCIDENT_PARAMS,
    responses: { 200: contract.Incident },
  },
  async handle(ports, request) {
    const incidentId = incidentIdOf(request.params['id'] ?? '');
    const found = await lookUpIncident(ports, { ...askingOf(request), incidentId });
    return { status: 200, body: encodeWhole(ports, found) };
  },
};

/** `GET /api/incidents/{id}/media/{media_id}`: an uploaded file, whole or a range of it. */
export const media: Route<{ database: Database; lookups: LookupRecorder }> = {
  ...reading,
  path: '/api/incidents/:id/media/:media_id',
  summary: 'Read an uploaded photo, video, recording or PDF',
  takesDeeplinkInQuery: true,
  schema: {
    params: MEDIA_PARAMS,
    query: Type.Object({
      deeplink: Type.Optional(
        Type.String({
          maxLength: 60,
          description: 'The deeplink, on its own page',
          examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dcc'],
        }),
      ),
    }),
    responses: { 200: MEDIA_BYTES, 206: MEDIA_BYTES },
  },
  async handle(ports, request) {
    const found = await lookUpMedia(ports, {
      ...askingOf(request),
      incidentId: incidentIdOf(request.params['id'] ?? ''),
      mediaId: request.params['media_id'] ?? '',
    });
    return mediaAnswer(request, found);
  },
};
