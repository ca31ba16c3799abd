/** Why something may have been missed, so that what is held has to be read anew. */
export type ResyncReason =
  /** The events after the cursor are not kept any more. */
  | 'cursor_expired'
  /** The server's log ends before the cursor, or does not know it: it was restored from a backup, or is another one. */
  | 'cursor_unknown'
  /** The connection was lost, and this server cannot go on where it ended. */
  | 'not_resumable';

/** What a stream gives: events, each once and in the server's order, and where that cannot be kept, a word that says so. */
export type StreamItem<E> =
  | {
      readonly kind: 'event';
      readonly event: E;
      /** For `after`, to go on behind this event in another process or after a restart; null where the server gives none. */
      readonly cursor: string | null;
    }
  | { readonly kind: 'resync'; readonly reason: ResyncReason; readonly detail: string };

/** What a stream is doing, for a light on a screen or a line in a log. */
export type StreamState = 'connecting' | 'open' | 'waiting';

/** The part of a WebSocket that streams use: the platform's own, or the library `ws`. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  /** So that a frame of bytes is read as it comes. */
  binaryType?: string;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}
export type SocketClass = new (url: string, protocols?: string[]) => SocketLike;

/** What every stream takes. */
export interface StreamOptions {
  /** Go on after this cursor, of the last event you have worked through. */
  readonly after?: string | undefined;
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
  readonly onState?: ((state: StreamState) => void) | undefined;
  /** A line without a sign of life for so long is given up and opened anew. */
  readonly silentAfterMs?: number | undefined;
  readonly firstWaitMs?: number | undefined;
  readonly longestWaitMs?: number | undefined;
  /**
   * The class of the library `ws`, with which a refused connection names its reason at once. Where the platform has no WebSocket
   * (Node 20), the library is taken where it is installed.
   */
  readonly webSocket?: unknown;
  readonly fetch?: typeof fetch | undefined;
}

/** What one frame means. */
export type Frame<E> =
  | { readonly kind: 'event'; readonly event: E; readonly cursor: string | null; readonly key: string }
  /** Everything up to the cursor was sent. */
  | { readonly kind: 'position'; readonly cursor: string }
  /** A sign of life, or something of no interest. */
  | { readonly kind: 'alive' }
  /** The token is not good any more. */
  | { readonly kind: 'token refused' }
  /** The server refuses for good. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/** How one vendor's stream is connected and read. */
export interface StreamProtocol<E> {
  /** What a lost connection costs: nothing by cursors, nothing because all is sent again, or what came meanwhile. */
  readonly afterLoss: 'cursor' | 'replay' | 'gap';
  readonly silentAfterMs: number;
  readonly subprotocols?: readonly string[];
  url(after: string | null, token: string): string;
  /** The cursor of now, where it can be asked for, so that a connection that is lost before its first event loses none. */
  findStart?(signal: AbortSignal): Promise<string | null>;
  read(text: string, send: (text: string) => void): Frame<E>;
}
