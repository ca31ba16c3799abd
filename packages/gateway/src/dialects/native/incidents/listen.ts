import { ListenToken } from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { issueStreamToken } from '../../../delivery/audio/issue-stream-token.ts';
import type { LiveAudio } from '../../../delivery/audio/live-audio.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { newUuid } from '../../../kernel/random.ts';
import { INCIDENT_PARAMS } from '../../requests/alert-id.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly audio: LiveAudio | null;
}

/**
 * `POST /api/incidents/{id}/listen`: a LiveKit token to listen to that call from the portal. Each page is a participant
 * of its own (a colon keeps its name apart from every program's), shown to the others as the agency's portal.
 */
export const listen: Route<Ports> = {
  method: 'POST',
  path: '/api/incidents/:id/listen',
  errors: nativeErrors,
  summary: 'Listen to a call from the portal',
  access: { kind: 'person', right: 'calls:listen' },
  limit: 'reads',
  body: 'none',
  schema: {
    params: INCIDENT_PARAMS,
    responses: { 200: ListenToken },
  },
  async handle(ports, request) {
    const principal = principalOf(request);
    const { clock, random } = ports;
    const issued = await issueStreamToken(ports, {
      agencyId: ownAgency(request),
      incidentId: request.params['id'] ?? '',
      participantId: `portal:${newUuid(clock, random)}`,
      participantName: 'Portal',
      maySpeak: false,
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
