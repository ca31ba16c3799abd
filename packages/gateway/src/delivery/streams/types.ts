import type { IncidentEvent } from '../../incidents/events/types.ts';
import type { DomainError } from '../../kernel/errors.ts';

/** An event as one dialect's frame, or null where the dialect has no shape for it. Called once an event and dialect. */
export type FrameEncoder = (event: IncidentEvent) => Buffer | null;

/** One subscriber's connection, whatever carries it. */
export interface StreamSocket {
  /** Bytes handed over that the peer has not taken yet. */
  bufferedBytes(): number;
  /** Hands a frame over; `taken` is called once it has left this process. */
  send(frame: Buffer, taken?: () => void): void;
  /** Asks the peer for a sign of life, and ends the connection where it has owed several. */
  ping(): void;
  close(code: number, reason: string): void;
}

/** Whether this process knows who may still listen. */
export interface Vouching {
  readonly isCurrent: boolean;
  readonly ageMs: number;
  /** How often this process had not known and knew again. */
  readonly lapses: number;
  /** Rejects with `unavailable` where it cannot be known. */
  ensureCurrent(): Promise<void>;
}

/** Why a stream ends, or will end soon. */
export interface StreamEnding {
  readonly error: DomainError;
  /** The last event that was handed over: resume after it. */
  readonly cursor: string;
}

/** How a dialect informs a subscriber that its stream ends: a frame, then a close code with a reason. */
export interface EncodedEnding {
  readonly frame: Buffer;
  readonly code: number;
  readonly reason: string;
}

export interface StreamRequest {
  readonly agencyId: string;
  /** The number of the last event the subscriber has. */
  readonly after: number;
  /** The newest number of the log when the subscriber came, and the epoch in which it is one. */
  readonly head: number;
  readonly epoch: string;
  /** Which encoder makes its frames. */
  readonly encoder: string;
  readonly socket: StreamSocket;
  /** When its token expires, in milliseconds. */
  readonly expiresAt: number;
  /** Rejects with the refusal once the token is not valid any more, and with `unavailable` where nobody can know. */
  readonly checkToken: (now: number) => Promise<unknown>;
  readonly encodeEnding: (ending: StreamEnding) => EncodedEnding;
  /** Which events the subscriber may receive; missing where it may receive all of the agency's. Asked in the log's order. */
  readonly wants?: (event: IncidentEvent) => boolean;
  /** A frame that states up to where everything was sent: at the start, then every 5 s as a sign of life. */
  readonly encodePosition?: ((cursor: string) => Buffer) | undefined;
  /** A frame that states that what other agencies let this one see changed; missing where the subscriber may not see that. */
  readonly encodeTransfers?: ((cursor: string) => Buffer) | undefined;
}
