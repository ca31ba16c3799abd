import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import express from 'express';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { SallyportError, whatToDo } from '../../packages/client/src/index.ts';
import {
  createReceiver,
  forExpress,
  forFetch,
  forHono,
  forNode,
  type ReceiverOptions,
  rapidsosSignature,
  rapidsosWebhook,
  standardSignature,
} from '../../packages/client/src/webhooks.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const EVENT = JSON.stringify({ event_type: 'alert.chat', timestamp: 1, body: { alert_id: 'a', message: 'x' } });

function signed(id = 'msg_1', at = new Date(), body = EVENT): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(SECRET).sign(id, at, body),
  };
}

/** A receiver, how often it handled something, and what it reported. */
function receiverOf(more: Partial<ReceiverOptions<unknown>> = {}) {
  const counts = { handled: 0 };
  const faults: unknown[] = [];
  const receiver = createReceiver<unknown>({
    verify: standardSignature(SECRET),
    read: rapidsosWebhook,
    handle: () => {
      counts.handled += 1;
    },
    onFault: (fault) => faults.push(fault),
    ...more,
  });
  const post = async (headers: Record<string, string>, body: BodyInit = EVENT) => {
    const request = new Request('http://here/hook', { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    return (await forFetch(receiver)(request)).status;
  };
  return { receiver, counts, faults, post };
}

async function listening(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    post: () => fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', headers: signed(), body: EVENT }),
  };
}

test('a sender that goes away in the middle of a body leaves a receiver that goes on', async (t) => {
  const { receiver, counts } = receiverOf();
  const ended = Promise.withResolvers<void>();
  const take = forNode(receiver);
  const { port, post } = await listening(t, (req, res) => void take(req, res).then(ended.resolve, ended.reject));
  const stranger = connect(port, '127.0.0.1');
  stranger.write('POST /hook HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\nhalf', () => stranger.destroy());
  await ended.promise;
  assert.equal((await post()).status, 200);
  assert.equal(counts.handled, 1);
});

test('a parser before the receiver is answered and reported as what it is', async (t) => {
  const states = /put this before the parser of JSON/;
  for (const parser of [express.json(), express.text({ type: '*/*' })]) {
    const { receiver, faults } = receiverOf();
    const { post } = await listening(t, express().use(parser).post('/hook', forExpress(receiver)));
    const answer = await post();
    assert.equal(answer.status, 500);
    assert.match(await answer.text(), states);
    assert.match((faults[0] as SallyportError).detail, states);
  }
  for (const parser of [express.raw({ type: '*/*' }), express.urlencoded()]) {
    const { receiver, counts } = receiverOf();
    const { post } = await listening(t, express().use(parser).post('/hook', forExpress(receiver)));
    assert.equal((await post()).status, 200);
    assert.equal(counts.handled, 1);
  }
  const { receiver, faults } = receiverOf();
  const hono = new Hono().use(async (context, next) => {
    await context.req.json();
    await next();
  });
  hono.post('/hook', forHono(receiver));
  const answer = await hono.request('/hook', { method: 'POST', headers: signed(), body: EVENT });
  assert.equal(answer.status, 500);
  assert.match(await answer.text(), states);
  assert.equal(faults.length, 1);
});

test('a body that is cut and one without an end are answered, and read no further', async () => {
  const { post, counts } = receiverOf();
  const cut = new ReadableStream({ pull: (to) => to.error(new Error('cut')) });
  assert.equal(await post(signed(), cut), 400);
  let pieces = 0;
  const endless = new ReadableStream({
    pull(to) {
      pieces += 1;
      to.enqueue(new Uint8Array(1 << 20));
    },
  });
  assert.equal(await post(signed(), endless), 413);
  assert.ok(pieces < 32, `${pieces} MiB`);
  assert.equal(counts.handled, 0);
});

test('a proof or a memory that fails is answered so that it is delivered again, and reported', async () => {
  const broken = new Error('the database is away');
  for (const more of [
    { verify: () => Promise.reject(broken) },
    { seen: { has: () => Promise.reject(broken), add: () => {} } },
  ]) {
    const { post, faults } = receiverOf(more);
    assert.equal(await post(signed()), 500);
    assert.deepEqual(faults, [broken]);
  }
});

test('a secret that is none is refused where it is given', () => {
  for (const secret of ['', 'whsec_', 'whsec_!!!', undefined as unknown as string, []]) {
    assert.throws(() => standardSignature(secret), { code: 'not_configured', message: /secret/ });
  }
  for (const secret of ['', [], ['good', '']]) {
    assert.throws(() => rapidsosSignature(secret), { code: 'not_configured', message: /secret/ });
  }
});

test('a webhook that was not verified is reported with what to mend', async () => {
  const { post, faults } = receiverOf();
  const { 'webhook-signature': signature = '', ...bare } = signed();
  const old = new Date(Date.now() - 3_600_000);
  const cases: readonly [headers: Record<string, string>, body: string, states: RegExp][] = [
    [bare, EVENT, /without webhook-signature/],
    [signed('msg_1', old), EVENT, /a replay, or a clock is wrong/],
    [{ ...signed(), 'webhook-timestamp': String(Date.now()) }, EVENT, /a replay, or a clock is wrong/],
    [signed(), JSON.stringify(JSON.parse(EVENT), null, 2), /the body is not the one that was signed/],
    [{ ...signed(), 'webhook-signature': 'v1,AAAA v1a,BBBB' }, EVENT, /another secret/],
  ];
  for (const [headers, body, states] of cases) {
    assert.equal(await post(headers, body), 401);
    const fault = faults.pop();
    assert.ok(fault instanceof SallyportError);
    assert.equal(fault.code, 'invalid_signature');
    assert.match(fault.detail, states);
    assert.match(whatToDo(fault), /secret/);
  }
  assert.equal(await post({ ...bare, 'webhook-signature': `v1,AAAA ${signature}` }), 200);
  assert.equal(await post({ ...bare, 'webhook-signature': `${signature}, v1,AAAA` }), 200, 'two headers, joined');
});

test('an id that is no part of the proof does not make an old event a new one', async () => {
  const secret = 'the-secret-of-the-subscription';
  const { post, counts } = receiverOf({ verify: rapidsosSignature(secret) });
  const proof = { 'x-rapidsos-signature': createHmac('sha256', secret).update(EVENT).digest('hex') };
  for (const more of [{}, { 'webhook-id': 'msg_2' }, { 'webhook-id': 'msg_3' }]) {
    assert.equal(await post({ ...proof, ...more }), 200);
  }
  assert.equal(counts.handled, 1);
});
