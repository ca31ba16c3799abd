import type { PreparedStreamToken } from '@sallyport/contract';

/** The part of LiveKit's `Room` that is used; `livekit-client` is a peer that you install. */
export interface RoomLike {
  connect(url: string, token: string): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

/** Gives stream tokens: `PreparedClient` does. */
export interface StreamTokens {
  streamToken(
    incidentId: string,
    participantId: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<PreparedStreamToken>;
}

/**
 * Joins a call's live audio: asks for a stream token, good for this incident and this participant, and connects the room with
 * it. Put your listeners on the room before. Refuses with SallyportError where no token is given: 409 once the call has ended.
 */
export async function joinLiveAudio<R extends RoomLike>(
  tokens: StreamTokens,
  options: {
    readonly incidentId: string;
    readonly participantId: string;
    /** `new Room()` of `livekit-client`. */
    readonly room: R;
    /** The LiveKit server, where the answer does not name it (Prepared's `API_STREAM_URL`). */
    readonly streamUrl?: string;
    readonly signal?: AbortSignal;
  },
): Promise<R> {
  const { incidentId, participantId, room, signal } = options;
  const { stream_token, url } = await tokens.streamToken(incidentId, participantId, { signal });
  await room.connect(options.streamUrl ?? url, stream_token);
  return room;
}

/** A command for Prepared's audio over the room's data channel, to send with `publishData(…, { reliable: true })`. */
export function audioCommand(
  command:
    | { readonly cmd: 'pause' | 'resume' | 'scrub-to-end' }
    | { readonly cmd: 'scrub'; readonly position: number }
    | { readonly cmd: 'set-gain'; readonly gain: number; readonly callerType?: 'caller' | 'callTaker' },
): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(command));
}
