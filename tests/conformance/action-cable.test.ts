import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { createCable } from '@anycable/core';
import WebSocket from 'ws';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { tokenFrom } from '../../packages/testing/src/stream-client.ts';
import { expectJson } from '../e2e/http-client.ts';

let server: GatewayProcess;
let equipment: string;
let token: string;
before(async () => {
  server = await startGatewayProcess();
  equipment = await tokenFrom(server.url, 'sandbox-call-handling');
  token = await tokenFrom(server.url, 'sandbox-prepared-events');
});
after(() => server?.stop());

/** What tries to connect again. */
interface Monitor {
  isRunning(): boolean;
}

interface SentWords {
  type: string;
  words: { word: string }[];
}

const address = (of: string) => `${server.url.replace('http', 'ws')}/cable?token=${of}`;
const post = (path: string, json: object) =>
  expectJson<{ id: string }>(server.url, 201, { method: 'POST', path, json, token: equipment });
const speak = (id: string, word: string, second: number) => {
  const at = (milliseconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second) + milliseconds).toISOString();
  const words = [{ word, speaker: 'Caller', started_at: at(0), ended_at: at(300) }];
  return post(`/api/incidents/${id}/transcript`, { words });
};
const wordsOf = (messages: readonly SentWords[]) => messages.flatMap(({ words }) => words.map(({ word }) => word));

async function callWithWords(): Promise<string> {
  const { id } = await post('/api/incidents', { call: { caller_phone_number: '+15555550123' } });
  await speak(id, 'before', 1);
  return id;
}

test('@rails/actioncable subscribes, receives, is rejected and is notified why it may not come back, unmodified', async (t) => {
  // What it expects of a page.
  Object.assign(globalThis, { addEventListener: () => {}, removeEventListener: () => {} });
  const { createConsumer } = await import('@rails/actioncable');
  const id = await callWithWords();
  const consumer = createConsumer(address(token));
  t.after(() => consumer.disconnect());
  const received: SentWords[] = [];
  let confirmed = 0;
  let rejected = 0;
  const subscribe = (incidentId: string) =>
    consumer.subscriptions.create(
      { channel: 'PartnerEventsChannel', incident_id: incidentId },
      {
        connected: () => {
          confirmed += 1;
        },
        rejected: () => {
          rejected += 1;
        },
        received: (message: SentWords) => received.push(message),
      },
    );
  const subscription = subscribe(id);
  subscribe('nobody');
  await eventually(() => confirmed === 1 && rejected === 1 && received.length === 1);
  await speak(id, 'after', 2);
  await eventually(() => received.length === 2);
  assert.deepEqual(wordsOf(received), ['before', 'after']);
  subscription.unsubscribe();
  await speak(id, 'unread', 3);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(received.length, 2);

  const stranger = createConsumer(address('nonsense'));
  stranger.connect();
  const { connection } = stranger as unknown as { connection: { disconnected: boolean; monitor: Monitor } };
  await eventually(() => connection.disconnected && !connection.monitor.isRunning());
});

test('@anycable/core subscribes, receives, is rejected and is disconnected with the reason, unmodified', async (t) => {
  const id = await callWithWords();
  const options = { websocketImplementation: WebSocket, logLevel: 'error' } as const;
  const cable = createCable(address(token), options);
  t.after(() => cable.disconnect());
  const received: SentWords[] = [];
  const channel = cable.subscribeTo('PartnerEventsChannel', { incident_id: id });
  channel.on('message', (message) => received.push(message as unknown as SentWords));
  await channel.ensureSubscribed();
  await eventually(() => received.length === 1);
  await speak(id, 'after', 2);
  await eventually(() => received.length === 2);
  assert.deepEqual(wordsOf(received), ['before', 'after']);
  await assert.rejects(cable.subscribeTo('PartnerEventsChannel', { incident_id: 'nobody' }).ensureSubscribed());

  const stranger = createCable(address('nonsense'), options);
  const closed = new Promise<unknown>((resolve) => stranger.on('close', resolve));
  stranger.connect().catch(() => {});
  assert.equal(((await closed) as { reason?: string }).reason, 'unauthorized');
});

test('a plain ws client with the subprotocol, and one without, are welcomed', async () => {
  for (const protocols of [['actioncable-v1-json', 'actioncable-unsupported'], []]) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/cable`, protocols, {
      headers: { authorization: `Bearer ${token}` },
    });
    const [message] = await once(socket, 'message');
    assert.equal(String(message), '{"type":"welcome"}');
    assert.equal(socket.protocol, protocols[0] ?? '');
    socket.terminate();
  }
});
