import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { assertGolden } from './golden-file.ts';
import { type Listeners, MessageTraffic } from './message-traffic.ts';
import { shapeOf } from './shape.ts';

// biome-ignore lint/suspicious/noExplicitAny: what every dialect states has no type of its own
type Message = any;

let server: GatewayProcess;
let listeners: Listeners;
let refused: Record<string, unknown>;
let closed: Record<string, number>;

before(async () => {
  server = await startGatewayProcess();
  const traffic = await MessageTraffic.start(server.url);
  listeners = await traffic.listen();
  await traffic.happen(listeners);
  refused = await traffic.refusedStreams();
  closed = await traffic.end(listeners);
});
after(async () => {
  for (const { socket } of Object.values(listeners?.sockets ?? {})) socket.terminate();
  for (const receiver of Object.values(listeners?.webhooks ?? {})) await receiver.stop();
  await listeners?.stationWebhooks.stop();
  await server?.stop();
});

const words = (...parts: unknown[]) => parts.filter((part) => typeof part === 'string').join(' ');

/** What distinguish messages that are of one kind in that dialect. */
const NAMES: Readonly<Record<string, (message: Message) => string>> = {
  rapidsos({ event, event_type, body }) {
    const isNew = (event ?? event_type) === 'alert.new';
    return words(event ?? event_type, isNew ? null : (body.status?.name ?? body.disposition?.name));
  },
  prepared: ({ type, media_type }) => words(type, media_type),
  'prepared cable': ({ type, message }) => words(type ?? message.type, message?.words?.[0].speaker),
  prepared_cad: ({ event_type, subtype }) => words(event_type, subtype),
  native: ({ type, data }) => words(type, data.incident?.kind, data.incident?.status.name, data.message?.type),
  active911: () => 'alert',
  portal: ({ type, event }) => words(type, event),
};

/** Every shape of every kind of message, the kinds by name and the shapes of one kind by their text. */
function shapesOf(messages: readonly Message[], nameOf: (message: Message) => string): object {
  const kinds = Map.groupBy(messages, nameOf);
  const shapes = [...kinds].map(([name, stated]) => {
    const texts = new Set(stated.map((message) => JSON.stringify(shapeOf(message))));
    return [name, [...texts].sort().map((text) => JSON.parse(text) as unknown)] as const;
  });
  return Object.fromEntries(shapes.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const fileOf = (surface: string) => `messages/${surface.replaceAll(/[^a-z0-9]+/g, '-')}.json`;

/** A surface's own names, or those of its dialect. */
function nameOf(surface: string): (message: Message) => string {
  const name = NAMES[surface] ?? NAMES[surface.split(' ')[0] ?? ''];
  assert.ok(name, `declare what distinguishes the messages of ${surface} in NAMES of tests/golden/messages.test.ts`);
  return name;
}

test('every frame of every stream is as it was agreed, shape for shape', () => {
  for (const [surface, { frames }] of Object.entries(listeners.sockets)) {
    assertGolden(fileOf(`${surface} stream`), shapesOf(frames, nameOf(surface)));
    assert.equal(closed[surface], 4401, surface);
  }
});

test('a stream that is refused states why, by the status and in the words of its dialect', () => {
  assertGolden('messages/refused-streams.json', refused);
});

test('every webhook of every dialect is as it was agreed, shape for shape', () => {
  for (const [dialect, { received }] of Object.entries(listeners.webhooks)) {
    const bodies = received.map(({ body }) => body as Message);
    assertGolden(fileOf(`${dialect} webhooks`), shapesOf(bodies, nameOf(dialect)));
  }
  const toStation = listeners.stationWebhooks.received.map(({ body }) => body as Message);
  assertGolden(fileOf('rapidsos central station webhooks'), shapesOf(toStation, nameOf('rapidsos')));
});
