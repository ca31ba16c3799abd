import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import { readAlertSettings } from '../../../agencies/alert-settings.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { hasLiveAudio } from '../../../delivery/audio/issue-stream-token.ts';
import type { LiveAudio } from '../../../delivery/audio/live-audio.ts';
import { readCadSide } from '../../../incidents/cad/read-cad-incidents.ts';
import { readHistory } from '../../../incidents/events/read-history.ts';
import { type Incident, incidentIdOf } from '../../../incidents/incident/types.ts';
import { readMedia } from '../../../incidents/media/read-media.ts';
import {
  findIncidents,
  listIncidents,
  listOpenAlerts,
  listOpenAssailants,
  listWaitingAlerts,
  readIncident,
} from '../../../incidents/search/find-incidents.ts';
import { findIncidentQuery } from '../../../incidents/search/incident-query.ts';
import type { LookupRecorder } from '../../../incidents/search/record-lookup.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Slots } from '../../../kernel/slots.ts';
import { eachInTurn } from '../../large-answer.ts';
import { ownAgency } from '../../own-agency.ts';
import { readLimit } from '../../read-limit.ts';
import { principalOf, type Route, type RouteRequest } from '../../route.ts';
import { MEDIA_BYTES, mediaAnswer } from '../../serve-media.ts';
import { native } from '../errors.ts';
import { encodeIncident, encodeSummary } from './encode-incident.ts';

export interface SearchPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audio: LiveAudio | null;
  readonly largeReads: Slots;
  readonly lookups: LookupRecorder;
}

const PAGE = { otherwise: 50, most: 200 };
/** What is listed alone, by the query that asks for it. */
const ALONE = [
  ['waiting', listWaitingAlerts],
  ['assailants', listOpenAssailants],
  ['open', listOpenAlerts],
] as const;

const reading = {
  method: 'GET',
  dialect: native,
  access: { kind: 'reader', scope: 'alerts', permission: 'incidents:read' },
  limit: 'reads',
  body: 'none',
} as const;

/** Who saw what is recorded for people; a program's reads are its client's, whose tokens are recorded. */
async function recordLookup(
  ports: { lookups: LookupRecorder },
  request: RouteRequest,
  agencyId: string,
  subject: string,
): Promise<void> {
  const principal = principalOf(request);
  if (principal.user === null) return;
  const actor = actorOf(principal);
  await ports.lookups.record({ actor, agencyId, subject, origin: request.origin });
}

/** Whether alerts of a test type stay out: as asked, or for people as the agency decided. Programs see everything. */
async function hidesTestsFrom(
  ports: { database: Database },
  request: RouteRequest,
  agencyId: string,
): Promise<boolean> {
  const tests = request.query['tests'];
  const { via } = principalOf(request);
  const isPerson = via === 'session' || via === 'deeplink';
  if (tests !== undefined || !isPerson) return tests === 'exclude';
  return (await readAlertSettings(ports, agencyId)).hidesTests;
}

/** The incident with everything that was added to it. */
async function whole(
  ports: { database: Database; clock: Clock; audio: LiveAudio | null },
  incident: Incident,
): Promise<contract.Incident> {
  const { agencyId, id } = incident;
  const { cadIncidents, earlierNotes } = await readCadSide(ports, agencyId, id);
  const history = [...earlierNotes, ...(await readHistory(ports, agencyId, id))];
  return encodeIncident(
    incident,
    history.sort((left, right) => left.seq - right.seq),
    cadIncidents,
    ports.clock.now(),
    hasLiveAudio(ports, incident),
  );
}

/** `GET /api/search?query=`: a phone number in any common spelling, or an alert id. */
export const search: Route<SearchPorts> = {
  ...reading,
  path: '/api/search',
  summary: 'Find incidents by phone number or alert id',
  schema: {
    query: Type.Object({ query: Type.String({ minLength: 1, maxLength: 200 }) }),
    responses: { 200: contract.SearchResult },
  },
  async handle(ports, request) {
    const agencyId = ownAgency(request);
    const query = await findIncidentQuery(ports, agencyId, request.query['query'] ?? '');
    await recordLookup(ports, request, agencyId, query.value);
    const incidents = await findIncidents(ports, agencyId, query);
    const found = await eachInTurn(ports, agencyId, incidents, (each) => whole(ports, each));
    return { status: 200, body: { query, incidents: found } };
  },
};

/** `GET /api/incidents`: the agency's incidents, newest first, or those alone that wait for an answer or are of an active assailant. */
export const list: Route<{ database: Database; clock: Clock }> = {
  ...reading,
  path: '/api/incidents',
  summary: "List the agency's incidents, newest first",
  schema: {
    query: Type.Object({
      limit: Type.Optional(Type.String()),
      before: Type.Optional(Type.String({ maxLength: 60 })),
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
    }),
    responses: { 200: contract.IncidentList },
  },
  async handle(ports, request) {
    const { before } = request.query;
    const agencyId = ownAgency(request);
    const limit = readLimit(request.query['limit'], PAGE);
    const hidesTests = await hidesTestsFrom(ports, request, agencyId);
    const alone = ALONE.filter(([name]) => request.query[name] !== undefined);
    const [chosen, another] = alone;
    if (another !== undefined) {
      throw refuse.invalidRequest({
        description: `Send one of ${alone.map(([name]) => `${name}=only`).join(' and ')}`,
      });
    }
    if (chosen !== undefined) {
      const [name, list] = chosen;
      if (before !== undefined) {
        throw refuse.invalidRequest({ description: `${name}=only has one page, without before` });
      }
      const alerts = await list(ports, agencyId, { limit, hidesTests });
      return { status: 200, body: { incidents: alerts.map(encodeSummary), next_before: null } };
    }
    const page = await listIncidents(ports, agencyId, { before, limit, hidesTests });
    return { status: 200, body: { incidents: page.incidents.map(encodeSummary), next_before: page.nextBefore } };
  },
};

/** `GET /api/incidents/{id}`: everything known about one incident. */
export const read: Route<{ database: Database; clock: Clock; audio: LiveAudio | null; lookups: LookupRecorder }> = {
  ...reading,
  path: '/api/incidents/:id',
  summary: 'Read one incident with its cards',
  schema: { params: Type.Object({ id: Type.String({ maxLength: 60 }) }), responses: { 200: contract.Incident } },
  async handle(ports, request) {
    const agencyId = ownAgency(request);
    const incident = await readIncident(ports, agencyId, incidentIdOf(request.params['id'] ?? ''));
    await recordLookup(ports, request, agencyId, incident.id);
    return { status: 200, body: await whole(ports, incident) };
  },
};

/** `GET /api/incidents/{id}/media/{media_id}`: an uploaded file, whole or a range of it. */
export const media: Route<{ database: Database; lookups: LookupRecorder }> = {
  ...reading,
  path: '/api/incidents/:id/media/:media_id',
  summary: 'Read an uploaded photo, video, recording or PDF',
  takesDeeplinkInQuery: true,
  schema: {
    params: Type.Object({ id: Type.String({ maxLength: 60 }), media_id: Type.String({ maxLength: 60 }) }),
    query: Type.Object({ deeplink: Type.Optional(Type.String({ maxLength: 60 })) }),
    responses: { 200: MEDIA_BYTES, 206: MEDIA_BYTES },
  },
  async handle(ports, request) {
    const agencyId = ownAgency(request);
    const incidentId = incidentIdOf(request.params['id'] ?? '');
    const found = await readMedia(ports, { agencyId, incidentId, id: request.params['media_id'] ?? '' });
    await recordLookup(ports, request, agencyId, incidentId);
    return mediaAnswer(request, found);
  },
};
