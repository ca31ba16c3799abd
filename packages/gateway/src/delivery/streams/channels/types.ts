import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { DomainError } from '../../../kernel/errors.ts';
import type { EncodedEnding, StreamSocket } from '../types.ts';

/** What a client of a socket with channels asks. A channel goes by the very text the client named it with. */
export type ChannelCommand =
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly name: string }
  | { readonly kind: 'other' };

/** How a dialect frames channels on one socket. */
export interface ChannelProtocol {
  readonly welcome: Buffer;
  /** A sign of life for the client, sent every 3 seconds. */
  ping(now: number): Buffer;
  /** Null for what is no command at all. */
  readCommand(message: string): ChannelCommand | null;
  confirm(name: string): Buffer;
  reject(name: string): Buffer;
  /** An encoder's frame as a message of that channel. */
  deliver(name: string, frame: Buffer): Buffer;
  encodeEnding(error: DomainError, token: { isExpired: boolean }): EncodedEnding;
}

/** Where a channel starts, whose events it receives, and what is stated before the first of them. */
export interface ChannelStart {
  readonly agencyId: string;
  readonly after: number;
  readonly head: number;
  readonly epoch: string;
  readonly wants: (event: IncidentEvent) => boolean;
  readonly opening: readonly Buffer[];
}

export interface ChannelSocketRequest {
  readonly socket: StreamSocket;
  readonly protocol: ChannelProtocol;
  /** Which of the hub's encoders makes the frames. */
  readonly encoder: string;
  /** When the token expires, in milliseconds. */
  readonly expiresAt: number;
  /** Rejects with the refusal once the token is not valid any more. */
  readonly checkToken: () => Promise<unknown>;
  /** Opens a channel, or rejects with the refusal. */
  readonly open: (name: string) => Promise<ChannelStart>;
}
