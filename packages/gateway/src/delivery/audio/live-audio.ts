import { SignJWT } from 'jose';
import type { Clock } from '../../kernel/clock.ts';

/** A token opens its room this long; who is in the room by then stays, the LiveKit server renews theirs. */
export const STREAM_TOKEN_SECONDS = 300;
const COMMAND_SECONDS = 60;
const ANSWERED_WITHIN_MS = 5_000;

/** What a token lets one participant do in one room. */
export interface Admission {
  readonly room: string;
  readonly participantId: string;
  readonly participantName: string;
  readonly maySpeak: boolean;
}

/** The installation's LiveKit server: an incident's room has the incident's id. */
export class LiveAudio {
  /** `ws://` or `wss://`, as clients connect to it. */
  readonly url: string;
  readonly #apiKey: string;
  readonly #secret: Uint8Array;
  readonly #clock: Clock;

  constructor(ports: { url: string; apiKey: string; apiSecret: string; clock: Clock }) {
    this.url = ports.url.replace(/\/$/, '');
    this.#apiKey = ports.apiKey;
    this.#secret = new TextEncoder().encode(ports.apiSecret);
    this.#clock = ports.clock;
  }

  /** Opens that room and no other, to hear and, where it says so, to speak; nothing else (LiveKit, "Access tokens"). */
  async admit({ room, participantId, participantName, maySpeak }: Admission): Promise<string> {
    const video = {
      room,
      roomJoin: true,
      canSubscribe: true,
      canPublish: maySpeak,
      canPublishSources: ['microphone'],
      canPublishData: maySpeak,
      canUpdateOwnMetadata: false,
    };
    return this.#sign({ video, name: participantName }, participantId, STREAM_TOKEN_SECONDS);
  }

  /** Ends the room and sends everybody out (LiveKit, "RoomService/DeleteRoom"); one that is not there is ended already. */
  async endRoom(room: string): Promise<void> {
    const token = await this.#sign({ video: { roomCreate: true } }, this.#apiKey, COMMAND_SECONDS);
    const answer = await fetch(`${this.url.replace(/^ws/, 'http')}/twirp/livekit.RoomService/DeleteRoom`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ room }),
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404) throw new Error(`LiveKit answered DeleteRoom with ${answer.status}`);
  }

  #sign(claims: Record<string, unknown>, subject: string, seconds: number): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(this.#apiKey)
      .setSubject(subject)
      .setNotBefore(now - COMMAND_SECONDS)
      .setExpirationTime(now + seconds)
      .sign(this.#secret);
  }
}

/** The configured LiveKit server, or null where none is. */
export function createLiveAudio(
  config: { livekitUrl: string | null; livekitApiKey: string | null; livekitApiSecret: string | null },
  clock: Clock,
): LiveAudio | null {
  const { livekitUrl: url, livekitApiKey: apiKey, livekitApiSecret: apiSecret } = config;
  return url === null || apiKey === null || apiSecret === null
    ? null
    : new LiveAudio({ url, apiKey, apiSecret, clock });
}
