import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { RapidsosClient, sallyport } from '../../packages/client/src/rapidsos.ts';
import {
  active911Webhook,
  bearerToken,
  createReceiver,
  forExpress,
  forFastify,
  forFetch,
  forHono,
  forNode,
  preparedCadWebhook,
  preparedWebhook,
  type ReceiverOptions,
  rapidsosSignature,
  rapidsosWebhook,
  sallyportWebhook,
  standardSignature,
  withoutProof,
} from '../../packages/client/src/webhooks.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { goldenMessages } from './golden-bodies.ts';
import { alertOf, credentialsOf } from './servers.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const EVENT = JSON.stringify({
  event_type: 'alert.chat',
  timestamp: 1_763_720_100_000,
  body: { alert_id: 'a', message: 'x' },
});

function signed(id: string, body = EVENT, at = new Date(), secret = SECRET): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

function receiverOf(more: Partial<ReceiverOptions<unknown>> = {}) {
  const handled: { event: unknown; id: string }[] = [];
  const receiver = createReceiver<unknown>({
    verify: standardSignature(SECRET),
    read: rapidsosWebhook,
    handle: (event, { id }) => {
      handled.push({ event, id });
    },
    ...more,
  });
  const post = async (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> = EVENT) =>
    (await forFetch(receiver)(new Request('http://here/hook', { method: 'POST', headers, body }))).status;
  return { receiver, handled, post };
}

test('a signed event is handled once, however often it comes, and a wrong, old, early or bare one never', async () => {
  const { handled, post } = receiverOf();
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => post(signed('msg_1')))), [200, 200, 200]);
  assert.equal(await post(signed('msg_1')), 200);
  assert.equal(handled.length, 1);
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  assert.equal(await post(signed('msg_2', EVENT, new Date(), other)), 401);
  assert.equal(await post(signed('msg_2', EVENT, new Date(Date.now() - 400_000))), 401);
  assert.equal(await post(signed('msg_2', EVENT, new Date(Date.now() + 400_000))), 401);
  assert.equal(await post(signed('msg_2'), `${EVENT} `), 401);
  assert.equal(await post({ ...signed('msg_2'), 'webhook-id': 'msg_3' }), 401);
  assert.equal(await post({ ...signed('msg_2'), 'webhook-timestamp': 'now' }), 401);
  assert.equal(await post({ ...signed('msg_2'), 'webhook-signature': 'v1,%%% v2,x' }), 401);
  assert.equal(await post({ 'content-type': 'application/json' }), 401);
  assert.equal(handled.length, 1);
  assert.ok(!inspect(receiverOf().receiver, { depth: 9 }).includes(SECRET.slice(6, 20)));
});

test('what cannot be read is answered 400, what is too large 413, what could not be handled 500 and then again', async () => {
  let isBroken = true;
  const { handled, post } = receiverOf({
    handle: () => {
      if (isBroken) throw new Error('the database is away');
      handled.push({ event: null, id: '' });
    },
  });
  for (const body of ['{"event_type":', '[]', 'null', '"x"', '{"event_type":4}', '{"event_type":"alert.new"}']) {
    assert.equal(await post(signed('bad', body), body), 400, body);
  }
  const invalid = Uint8Array.of(0x22, 0xff, 0x22);
  assert.equal(await receiverOf({ verify: withoutProof() }).post({}, invalid), 400);
  assert.equal(await post({}, new Uint8Array(1_048_577)), 413);
  assert.equal(await post(signed('msg_1')), 500);
  isBroken = false;
  assert.equal(await post(signed('msg_1')), 200);
  assert.equal(await post(signed('msg_1')), 200);
  assert.equal(handled.length, 1);
});

test("each vendor's proof: RapidSOS's signature, Prepared's token; the same body is the same event without an id", async () => {
  const hex = createHmac('sha256', SECRET).update(EVENT).digest('hex');
  const rapidsos = receiverOf({ verify: rapidsosSignature(['another', SECRET]) });
  assert.equal(await rapidsos.post({ 'x-rapidsos-signature': hex }), 200);
  assert.equal(await rapidsos.post({ 'x-rapidsos-signature': `sha256=${hex}` }), 200);
  assert.equal(await rapidsos.post({ 'x-rapidsos-signature': 'f', 'x-rapidsos-signature-previous': hex }), 200);
  assert.equal(await rapidsos.post({ 'x-rapidsos-signature': hex.replace(/.$/, '!') }), 401);
  assert.equal(await rapidsos.post({ 'x-rapidsos-signature': '' }), 401);
  assert.equal(rapidsos.handled.length, 1);
  const prepared = receiverOf({ verify: bearerToken('the-token'), read: preparedWebhook });
  const body = JSON.stringify({ type: 'incident_metadata', id: '1', created_at: '2025-11-21T10:15:00Z' });
  assert.equal(await prepared.post({ authorization: 'Bearer the-token' }, body), 200);
  assert.equal(await prepared.post({ authorization: 'Bearer the-tokem' }, body), 401);
  assert.equal(await prepared.post({ authorization: 'Basic the-token' }, body), 401);
  assert.deepEqual(prepared.handled[0]?.event, {
    type: 'incident_metadata',
    id: '1',
    created_at: '2025-11-21 10:15:00 UTC',
  });
  const asked = receiverOf({ verify: bearerToken((token) => token.startsWith('mine-')) });
  assert.equal(await asked.post({ authorization: 'Bearer mine-1' }), 200);
});

test('the golden webhooks of every dialect are read', () => {
  const readers = {
    'rapidsos-webhooks': rapidsosWebhook,
    'rapidsos-central-station-webhooks': rapidsosWebhook,
    'prepared-webhooks': preparedWebhook,
    'prepared-cad-webhooks': preparedCadWebhook,
    'active911-webhooks': active911Webhook,
    'native-webhooks': sallyportWebhook,
  };
  for (const [file, read] of Object.entries(readers)) {
    for (const message of goldenMessages(file)) {
      const { event_type, ...rest } = message as Record<string, unknown>;
      // An alert's event is one event, from whichever envelope.
      const expected = read === rapidsosWebhook ? { event: event_type, ...rest } : message;
      assert.deepEqual(read(message), expected, file);
    }
    for (const wrong of [null, 4, 'x', [], {}]) assert.equal(read(wrong), null, file);
  }
});

async function listening(t: TestContext, handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ADAPTERS: Readonly<
  Record<string, (t: TestContext, receiver: ReturnType<typeof receiverOf>['receiver']) => Promise<string>>
> = {
  'node:http': (t, receiver) => listening(t, forNode(receiver)),
  Express: (t, receiver) => {
    const app = express();
    app.post('/hook', forExpress(receiver));
    return listening(t, app);
  },
  'Express behind express.raw': (t, receiver) => {
    const app = express();
    app.use(express.raw({ type: '*/*' }));
    app.post('/hook', forExpress(receiver));
    return listening(t, app);
  },
  Fastify: async (t, receiver) => {
    const app = fastify();
    t.after(() => app.close());
    await app.register(forFastify(receiver, '/hook'));
    app.post('/other', async ({ body }) => body);
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    // The rest of the app reads JSON as before.
    const headers = { 'content-type': 'application/json' };
    const other = await fetch(`${url}/other`, { method: 'POST', headers, body: '{"a":1}' });
    assert.deepEqual(await other.json(), { a: 1 });
    return url;
  },
  Hono: async (t, receiver) => {
    const app = new Hono();
    app.post('/hook', forHono(receiver));
    return listening(t, async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const answer = await app.request('/hook', {
        method: 'POST',
        headers: req.headers as Record<string, string>,
        body,
      });
      res.writeHead(answer.status).end(await answer.text());
    });
  },
};

for (const [name, start] of Object.entries(ADAPTERS)) {
  test(`${name} takes a webhook to the byte`, async (t) => {
    const { receiver, handled } = receiverOf();
    const url = await start(t, receiver);
    const body = `${EVENT.slice(0, -1)} , "further":"é\\u00e9 1.0"}`;
    const post = (headers: Record<string, string>) => fetch(`${url}/hook`, { method: 'POST', headers, body });
    assert.equal((await post(signed('msg_1', body))).status, 200);
    assert.equal((await post(signed('msg_2'))).status, 401);
    assert.equal(handled.length, 1);
  });
}

test('what a Sallyport server delivers is verified, by both of its signatures', async (t) => {
  const gateway = await startGatewayProcess();
  t.after(() => gateway.stop());
  let secret = '';
  const events: string[] = [];
  const both = [standardSignature, rapidsosSignature];
  const url = await listening(t, (req, res) => {
    const proofs = both.map((verify) => verify(secret));
    const receiver = createReceiver({
      verify: async (webhook) => (await Promise.all(proofs.map((proof) => proof(webhook)))).every((isRight) => isRight),
      read: rapidsosWebhook,
      handle: ({ event }) => {
        events.push(event);
      },
    });
    void forNode(receiver)(req, res);
  });
  const center = new RapidsosClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-cad') });
  const made = await center.subscriptions.create({ url: `${url}/hook`, event_types: ['alert.new'] });
  secret = made.secret;
  const { delivered, detail } = await center.subscriptions.test(made.id, 'alert.new');
  assert.ok(delivered, detail);
  const station = new RapidsosClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-alarm') });
  await station.trigger(alertOf('webhook-1'));
  await eventually(() => events.length >= 2);
  assert.deepEqual(events, ['alert.new', 'alert.new']);
});
