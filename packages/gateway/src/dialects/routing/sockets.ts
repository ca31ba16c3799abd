import type { TSchema } from 'typebox';
import type { LimitClass } from '../../authorization/limits/limits.ts';
import type { ChannelProtocol, ChannelStart } from '../../delivery/streams/channels/types.ts';
import type { EncodedEnding, StreamEnding, StreamRequest } from '../../delivery/streams/types.ts';
import type { PortalRight, ScopedRight } from '../../people/rights/rights.ts';
import type { ErrorEncoding } from './error-encoding.ts';
import type { RouteRequest } from './route.ts';

/** Whose log a subscriber receives, from where on, and which of its events. */
export type StreamStart = Pick<StreamRequest, 'agencyId' | 'after' | 'head' | 'epoch' | 'wants' | 'encodeTransfers'> & {
  /** Where this subscriber's frames are made by another encoder than the socket's. */
  readonly encoder?: string;
  /** Called once the socket is open; what it returns is called once it is closed. */
  readonly attend?: () => () => void;
};

/**
 * One WebSocket: everything `http` needs to check, limit and document it, and the hub to feed it. Its token comes in the
 * Authorization header or, because browsers cannot send one, as `token` in the query. A person's is the session of the
 * browser, whose page has to be the portal's own; a deeplink's page names its deeplink as `deeplink` in the query.
 */
export interface SocketRoute<Ports> {
  readonly path: string;
  /** How what it refuses is encoded. */
  readonly errors: ErrorEncoding;
  readonly summary: string;
  readonly access:
    | { readonly kind: 'token'; readonly right: ScopedRight }
    | { readonly kind: 'person'; readonly right: PortalRight };
  /** True where a session that is locked may receive what it sends. */
  readonly whileLocked?: true;
  readonly limit: LimitClass | 'none';
  readonly query: TSchema;
  /** The messages that it sends, by name, for its pages. */
  readonly sends?: Readonly<Record<string, TSchema>>;
  /** Which of the hub's encoders makes its frames. */
  readonly encoder: string;
  /** Where in whose log the subscriber starts. What it refuses is answered by its HTTP status, before the upgrade. */
  readonly subscribe: (ports: Ports, request: RouteRequest) => Promise<StreamStart | readonly StreamStart[]>;
  readonly encodeEnding: (ending: StreamEnding) => EncodedEnding;
  readonly encodePosition?: StreamRequest['encodePosition'];
}

/**
 * One WebSocket on which a client opens channels by name. A refused client is let in to read why, in the protocol's own
 * words, and then closed: these clients know nothing of HTTP statuses, and would come back for ever.
 */
export interface ChannelSocketRoute<Ports> {
  readonly path: string;
  /** How what it refuses is encoded. */
  readonly errors: ErrorEncoding;
  readonly summary: string;
  readonly access: { readonly kind: 'token'; readonly right: ScopedRight };
  readonly limit: LimitClass | 'none';
  readonly query: TSchema;
  /** The messages that it sends, by name, for its pages. */
  readonly sends?: Readonly<Record<string, TSchema>>;
  /** The messages that it reads, by name, for its pages. */
  readonly reads?: Readonly<Record<string, TSchema>>;
  /** The WebSocket subprotocols it speaks; a client that offers none is taken too. */
  readonly subprotocols: readonly string[];
  /** Which of the hub's encoders makes its frames. */
  readonly encoder: string;
  readonly protocol: ChannelProtocol;
  /** Opens a channel. What it refuses is rejected as the protocol does. */
  readonly open: (ports: Ports, request: RouteRequest, name: string) => Promise<ChannelStart>;
}
