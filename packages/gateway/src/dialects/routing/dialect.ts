import type { TSchema } from 'typebox';
import type { Database } from '../../database/database.ts';
import type { FrameEncoder } from '../../delivery/streams/types.ts';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import type { ErrorEncoding } from './error-encoding.ts';
import type { ParameterBody, Route } from './route.ts';
import type { ChannelSocketRoute, SocketRoute } from './sockets.ts';

/** What encoders of frames and webhooks take. */
export interface EncoderPorts {
  readonly database: Database;
  readonly clock: Clock;
  /** Start of every link, without a trailing slash. */
  readonly publicUrl: string;
}

/** One kind of webhook, under the name that a subscription has as its `dialect`. */
export interface WebhookKind {
  /** What it sends, for whoever chooses one: the API pages and the portal show it. */
  readonly description: string;
  readonly encoder: (ports: EncoderPorts) => WebhookEncoder;
  /** The body of each event by its name, for the API pages; nothing where they show none. */
  readonly bodies?: Readonly<Record<string, TSchema>>;
}

/** What some endpoints of a dialect are for, as the API pages group them. */
export interface Task {
  /** Unlike that of any other task or dialect. */
  readonly name: string;
  readonly description: string;
  /** The operation ids of its routes and sockets. */
  readonly operations: readonly string[];
}

/** One vocabulary. Adding one is its folder, with one of these in `dialect.ts`, and a line in `dialects/index.ts`. */
export interface Dialect<Ports> {
  readonly name: string;
  /** What it is for, in a line of the API pages. */
  readonly description: string;
  /** How what no route answers is refused, by how its path begins: the longest prefix of all dialects that fits. */
  readonly unrouted: readonly { readonly pathPrefixes: readonly string[]; readonly errors: ErrorEncoding }[];
  /** Its endpoints by their operation ids, which no two dialects share and no release changes. */
  readonly routes: Readonly<Record<string, Route<Ports>>>;
  readonly sockets: Readonly<Record<string, SocketRoute<Ports> | ChannelSocketRoute<Ports>>>;
  /** Its endpoints by what they are for; those that no task has are under the dialect's own name. */
  readonly tasks?: readonly Task[];
  /** The encoders of its sockets' frames, by the names that its sockets give. */
  readonly frames: Readonly<Record<string, (ports: EncoderPorts) => FrameEncoder>>;
  /** Its webhooks, by the name that a subscription has as its `dialect`. */
  readonly webhooks: Readonly<Record<string, WebhookKind>>;
  /** The address that a request means whose own address is wrong in a way that its clients are known for. */
  readonly rewriteUrl?: (url: string) => string;
}

/** What the API pages are made from. */
export interface Documented<Ports> {
  readonly dialects: readonly Dialect<Ports>[];
  /** Schemas by the names that the API pages give them. */
  readonly schemas: Readonly<Record<string, unknown>>;
  /** What each scope allows, in a sentence. */
  readonly scopes: Readonly<Record<string, string>>;
  /** What the use case of a route refuses with, by its operation id, besides what every stage before it does. */
  readonly refusals: Readonly<Record<string, readonly ErrorCode[]>>;
}

/** What a server is built from: the dialects, and the ports that their use cases take. */
export interface Served<Ports> extends Documented<Ports> {
  readonly ports: Ports;
  /** The client a request states it is, proven or not, so that its owner can look it up; null where it does not. */
  readonly claimedClientId: (body: ParameterBody, authorization: string | undefined) => string | null;
}

/** Every route of the dialects, in the order of the list. */
export function routesOf<Ports>(dialects: readonly Dialect<Ports>[]): Route<Ports>[] {
  return dialects.flatMap(({ routes }) => Object.values(routes));
}

/** What each kind of webhook sends, by the name that a subscription has as its `dialect`. */
export function webhookDescriptionsOf(dialects: readonly Dialect<never>[]): Readonly<Record<string, string>> {
  const kinds = dialects.flatMap(({ webhooks }) => Object.entries(webhooks));
  return Object.fromEntries(kinds.map(([name, { description }]) => [name, description]));
}

/** Every WebSocket of the dialects, in the order of the list. */
export function socketsOf<Ports>(dialects: readonly Dialect<Ports>[]): Dialect<Ports>['sockets'][string][] {
  return dialects.flatMap(({ sockets }) => Object.values(sockets));
}
