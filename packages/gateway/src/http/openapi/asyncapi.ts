import type { TSchema } from 'typebox';
import { VERSION } from '../../config/version.ts';
import type { Dialect, Documented } from '../../dialects/routing/dialect.ts';
import type { ChannelSocketRoute, SocketRoute } from '../../dialects/routing/sockets.ts';
import { httpRouteOf } from '../sockets/socket-as-route.ts';
import { Components } from './components.ts';
import { describeAccess } from './security.ts';

type Socket = SocketRoute<never> | ChannelSocketRoute<never>;
type Messages = Readonly<Record<string, TSchema>>;

const SERVERS = {
  sandbox: {
    host: '127.0.0.1:8911',
    protocol: 'ws',
    description: 'The sandbox, as `npm start` starts it; elsewhere it is wss and the host of the server',
  },
};

/** Names of messages in words: `location.updated` becomes `locationUpdated`. */
const nameOf = (text: string) => text.replaceAll(/[._ ]+(\w)/g, (_match, first: string) => first.toUpperCase());

function messagesOf(messages: Messages, components: Components): Record<string, object> {
  return Object.fromEntries(
    Object.entries(messages).map(([name, schema]) => {
      const { description } = schema as { description?: string };
      const payload = components.refer(schema);
      const words = description === undefined ? {} : { summary: description };
      return [nameOf(name), { name, contentType: 'application/json', ...words, payload }];
    }),
  );
}

function operationOf(id: string, action: 'send' | 'receive', summary: string, messages: Messages): object {
  const channel = { $ref: `#/channels/${id}` };
  const names = Object.keys(messages).map((name) => ({ $ref: `#/channels/${id}/messages/${nameOf(name)}` }));
  return { action, channel, summary, messages: names };
}

const readsOf = (socket: Socket): Messages => ('reads' in socket ? (socket.reads ?? {}) : {});

function channelOf(socket: Socket, components: Components): object {
  const access = describeAccess(httpRouteOf(socket));
  return {
    address: socket.path,
    description: [socket.summary, ...(access === null ? [] : [access])].join('. '),
    messages: messagesOf({ ...socket.sends, ...readsOf(socket) }, components),
    bindings: { ws: { method: 'GET', query: components.refer(socket.query), bindingVersion: '0.1.0' } },
  };
}

/** What the server sends and reads on each WebSocket, from where the server is. */
function operationsOf(sockets: readonly (readonly [string, Socket])[]): Record<string, object> {
  return Object.fromEntries(
    sockets.flatMap(([id, socket]) => {
      const reads = readsOf(socket);
      const sent = [`${id}Send`, operationOf(id, 'send', socket.summary, socket.sends ?? {})] as const;
      if (Object.keys(reads).length === 0) return [sent];
      return [sent, [`${id}Receive`, operationOf(id, 'receive', 'What a client asks for', reads)] as const];
    }),
  );
}

/**
 * The AsyncAPI document of every WebSocket of the dialects whose messages are known, from the schemas that type its encoders;
 * those of `schemas` stand in it once. The same dialects give the same document.
 */
export function asyncApiDocument({ dialects, schemas }: Pick<Documented<never>, 'dialects' | 'schemas'>): object {
  const components = new Components(schemas);
  const sockets = dialects
    .flatMap(({ sockets: own }: Dialect<never>) => Object.entries<Socket>(own))
    .filter(([, { sends }]) => sends !== undefined);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sallyport streams',
      version: VERSION,
      description: 'The messages of every WebSocket. Their paths, tokens and refusals are in `/openapi.json` too.',
    },
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels: Object.fromEntries(sockets.map(([id, socket]) => [id, channelOf(socket, components)])),
    operations: operationsOf(sockets),
    components: { schemas: components.schemas() },
  };
}
