import { PreparedStreamToken, PreparedStreamTokenRequest } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import { actorOf } from '../../authorization/principals/principal.ts';
import type { Database } from '../../database/database.ts';
import { issueStreamToken } from '../../delivery/audio/issue-stream-token.ts';
import type { LiveAudio } from '../../delivery/audio/live-audio.ts';
import type { Clock } from '../../kernel/clock.ts';
import { INCIDENT_PARAMS } from '../requests/alert-id.ts';
import { ownAgency } from '../requests/own-agency.ts';
import { principalOf, type Route } from '../routing/route.ts';
import { preparedErrors } from './errors.ts';

/**
 * `POST /v1/incident_events/{id}/stream_token`: a LiveKit token of that call's room for that participant. Whoever may
 * also state what happens in a call (`incidents:write`) may speak in it; everybody else listens.
 */
export const streamToken: Route<{ database: Database; audit: Audit; clock: Clock; audio: LiveAudio | null }> = {
  method: 'POST',
  path: '/v1/incident_events/:id/stream_token',
  errors: preparedErrors,
  summary: "Get a LiveKit token for a call's live audio",
  access: { kind: 'token', right: 'calls:listen' },
  limit: 'reads',
  body: 'json',
  schema: {
    params: INCIDENT_PARAMS,
    body: PreparedStreamTokenRequest,
    responses: { 200: PreparedStreamToken },
  },
  async handle(ports, request) {
    const principal = principalOf(request);
    const { participant_id: participantId } = request.body as PreparedStreamTokenRequest;
    const issued = await issueStreamToken(ports, {
      agencyId: ownAgency(request),
      incidentId: request.params['id'] ?? '',
      participantId,
      participantName: participantId,
      maySpeak: principal.rights.has('calls:write'),
      actor: actorOf(principal),
      origin: request.origin,
    });
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { stream_token: issued.token, url: issued.url, expires_in: issued.expiresInSeconds },
    };
  },
};
