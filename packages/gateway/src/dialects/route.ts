import type { Scope } from '@sallyport/contract';
import type { TSchema } from 'typebox';
import type { LimitClass } from '../authorization/limits/limits.ts';
import type { Principal } from '../authorization/principals/principal.ts';
import type { ShownProof } from '../authorization/tokens/check-proof.ts';
import type { ChannelProtocol, ChannelStart } from '../delivery/streams/channels/types.ts';
import type { EncodedEnding, StreamEnding, StreamRequest } from '../delivery/streams/types.ts';
import type { DomainError } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import type { Permission } from '../people/rights/permissions.ts';

/**
 * Who may call a route. `public`: anybody, no credentials read. `token`: a bearer token with the scope. `reader`: a
 * person with the permission, or a bearer token with the scope. `person`, `administrator`, `operator` and `developer`:
 * whoever is signed in and has the permission, and nobody by a token; the four differ in the sentence of a refusal alone,
 * and in the cookie of a developer. `administrator_or_client`: a person with the permission, or a bearer token with the scope.
 * Which role has which permission is `people/rights/permissions.ts`.
 */
export type RouteAccess =
  | { readonly kind: 'public' }
  | { readonly kind: 'token'; readonly scope: Scope }
  | { readonly kind: 'reader' | 'administrator_or_client'; readonly scope: Scope; readonly permission: Permission }
  | { readonly kind: 'person' | 'administrator' | 'operator' | 'developer'; readonly permission: Permission };

/**
 * How a body is read. `form-or-json` is decided by what the body is; `fields` too, and there a number in JSON is as its text
 * in a form; `json` must say that it is; `document` is the bytes of a PDF, PNG or JPEG, which must say so, and which the use
 * case then recognises by itself; `json-or-media` is JSON that says so, or the bytes of a photo, video, recording or PDF that
 * says so, up to what the operator allows.
 */
export type BodyKind = 'none' | 'json' | 'form-or-json' | 'fields' | 'document' | 'json-or-media';

/** A form or flat JSON body: every parameter once, empty ones left out (RFC 6749 section 3.2). */
export interface ParameterBody {
  readonly isJson: boolean;
  readonly values: ReadonlyMap<string, string>;
}

export interface RouteRequest {
  readonly origin: Origin;
  /** Null on public routes alone. */
  readonly principal: Principal | null;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** For paths that bind what they give to a key; of a token's own proof `principal` has been checked. */
  readonly proof: ShownProof;
}

export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** 0 removes the cookie. */
  readonly maxAgeSeconds: number;
  /** True where the page may stand in a frame of another site. */
  readonly isForFrames: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly SetCookie[];
  /** Answers with the portal's page; `frameAncestors` are the origins that may frame it. */
  readonly page?: { readonly frameAncestors: readonly string[] };
}

/** One endpoint: everything `http` needs to check, limit, validate, document and encode it. */
export interface Route<Ports> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly dialect: Dialect;
  readonly summary: string;
  readonly access: RouteAccess;
  /** Which allowance a call counts against; `none` where the handler counts it itself. */
  readonly limit: LimitClass | 'none';
  readonly body: BodyKind;
  /** True where a page shows the answer by its address alone, as a picture, and so names its deeplink in the query. */
  readonly takesDeeplinkInQuery?: true;
  readonly bodyLimitBytes?: number;
  /** True where the answer is the same for everybody: it is compressed once, and has an ETag. */
  readonly isFixed?: true;
  /** True where pages of the origins that public clients registered may ask, and read the answer (CORS). */
  readonly answersClientPages?: true;
  readonly schema: {
    readonly params?: TSchema;
    readonly query?: TSchema;
    readonly body?: TSchema;
    readonly responses: Readonly<Record<number, TSchema | null>>;
  };
  readonly handle: (ports: Ports, request: RouteRequest) => Promise<Answer>;
}

/** Whose log a subscriber hears, from where on, and which of its events. */
export type StreamStart = Pick<StreamRequest, 'agencyId' | 'after' | 'head' | 'wants'> & {
  /** Where this subscriber's frames are made by another encoder than the socket's. */
  readonly encoder?: string;
};

/**
 * One WebSocket: everything `http` needs to check, limit and document it, and the hub to feed it. Its token comes in the
 * Authorization header or, because browsers cannot send one, as `token` in the query. A person's is the session of the
 * browser, whose page has to be the portal's own; a deeplink's page names its deeplink as `deeplink` in the query.
 */
export interface SocketRoute<Ports> {
  readonly path: string;
  readonly dialect: Dialect;
  readonly summary: string;
  readonly access:
    | { readonly kind: 'token'; readonly scope: Scope }
    | { readonly kind: 'person'; readonly permission: Permission };
  readonly limit: LimitClass | 'none';
  readonly query: TSchema;
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
  readonly dialect: Dialect;
  readonly summary: string;
  readonly access: { readonly kind: 'token'; readonly scope: Scope };
  readonly limit: LimitClass | 'none';
  readonly query: TSchema;
  /** The WebSocket subprotocols it speaks; a client that offers none is taken too. */
  readonly subprotocols: readonly string[];
  /** Which of the hub's encoders makes its frames. */
  readonly encoder: string;
  readonly protocol: ChannelProtocol;
  /** Opens a channel. What it refuses is rejected as the protocol does. */
  readonly open: (ports: Ports, request: RouteRequest, name: string) => Promise<ChannelStart>;
}

/** One vocabulary: how it encodes refusals, and its endpoints. */
export interface Dialect {
  readonly name: string;
  /** The schema of every refusal, for the API pages. */
  readonly refusalSchema: TSchema;
  /** Unknown paths that begin so are refused in this dialect. */
  readonly pathPrefixes: readonly string[];
  /** The address that a request means whose own address is misspelled in a way its clients are known for. */
  rewriteUrl?(url: string): string;
  encodeRefusal(error: DomainError, context: { requestId: string; path: string; publicUrl: string }): Answer;
}

/** What a server serves: every endpoint of every dialect, and the ports that their use cases take. */
export interface Served<Ports> {
  readonly ports: Ports;
  readonly routes: readonly Route<Ports>[];
  readonly sockets: readonly (SocketRoute<Ports> | ChannelSocketRoute<Ports>)[];
  /** For paths that no route has, the first whose prefix fits; the last fits all. */
  readonly dialects: readonly Dialect[];
}

/** The principal of a route that is not public. */
export function principalOf(request: RouteRequest): Principal {
  if (request.principal === null) throw new Error('the route is public and has no principal');
  return request.principal;
}
