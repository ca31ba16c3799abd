import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import { readIncident } from '../../incidents/incident/read-incident.ts';
import type { Incident } from '../../incidents/incident/types.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { type LiveAudio, STREAM_TOKEN_SECONDS } from './live-audio.ts';
import { noteRoom } from './store.ts';

export interface StreamToken {
  readonly token: string;
  readonly url: string;
  readonly expiresInSeconds: number;
}

/** Whether there is a room to listen in: a call that goes on, and a LiveKit server. */
export function hasLiveAudio({ audio }: { audio: LiveAudio | null }, incident: Incident): boolean {
  return audio !== null && incident.kind === 'call' && incident.endedAt === null;
}

/**
 * A token that opens the room of the agency's call to one participant for 300 s. The audit record and the note by which
 * the room is ended with its call are durable before the token is shown. Refuses where no LiveKit server is configured
 * (`not_configured`), another agency's incident (`not_found`), what is not a call and a call that has ended (`conflict`).
 */
export async function issueStreamToken(
  ports: { database: Database; audit: Audit; clock: Clock; audio: LiveAudio | null },
  request: {
    agencyId: string;
    incidentId: string;
    participantId: string;
    participantName: string;
    maySpeak: boolean;
    actor: Actor;
    origin: Origin;
  },
): Promise<StreamToken> {
  const { database, audit, audio, clock } = ports;
  const { agencyId, incidentId, participantId, participantName, maySpeak, actor, origin } = request;
  if (audio === null) {
    throw refuse.notConfigured({
      description:
        'Live audio is not configured here: the operator sets SALLYPORT_LIVEKIT_URL, SALLYPORT_LIVEKIT_API_KEY and SALLYPORT_LIVEKIT_API_SECRET',
    });
  }
  const incident = await readIncident(ports, agencyId, incidentId);
  if (incident.kind !== 'call') throw refuse.conflict({ description: 'This incident is not a call and has no audio' });
  if (incident.endedAt !== null) throw refuse.conflict({ description: 'This call has ended, and its audio with it' });
  await database.write(async (tx) => {
    await noteRoom(tx.query, { incidentId, tokensExpireAt: clock.now() + STREAM_TOKEN_SECONDS * 1000 });
    await audit.append(tx, {
      actor,
      agencyId,
      action: 'stream_token.issued',
      outcome: 'success',
      subject: incidentId,
      origin,
      detail: { participant_id: participantId, may_speak: maySpeak },
    });
  });
  const token = await audio.admit({ room: incidentId, participantId, participantName, maySpeak });
  return { token, url: audio.url, expiresInSeconds: STREAM_TOKEN_SECONDS };
}
