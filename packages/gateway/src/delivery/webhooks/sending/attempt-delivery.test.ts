import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { startReceiver, status, verify } from '../../../../../testing/src/receiver.ts';
import {
  BY,
  OWNER,
  TIMEOUT_SECONDS,
  type WebhookWorld,
  webhookWorld,
} from '../../../../../testing/src/webhook-world.ts';
import { runningClock } from '../../../../../testing/src/world.ts';
import { createSeal, secretPurpose } from '../../../kernel/seal.ts';
import { AddressRules, checkEndpointUrl } from '../addresses/address-rules.ts';
import { listDeliveries } from '../deliveries/find-deliveries.ts';
import type { GivenAuthentication, Subscription } from '../subscription/types.ts';
import { editSubscription } from '../subscriptions/edit-subscription.ts';
import { readSubscription } from '../subscriptions/find-subscriptions.ts';
import { rotateWebhookSecret } from '../subscriptions/rotate-webhook-secret.ts';
import { sendTest } from './send-test.ts';

const HOUR_MS = 3_600_000;

onEachEngine('what a webhook carries', (engine) => {
  let world: WebhookWorld;
  before(async () => {
    world = await webhookWorld(engine, { clock: runningClock() });
  });
  after(() => world.stop());

  const sendOne = async (subscription: Subscription) => {
    const current = await readSubscription(world.parts, OWNER, String(subscription.id));
    return sendTest(world.parts, { subscription: current, eventType: undefined, ...BY });
  };

  test('the library of Standard Webhooks verifies deliveries before, during and after a rotation', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription, secret: first } = await world.subscribe(receiver.url);
    const rotate = async (overlapHours: number) => {
      const rotated = { owner: OWNER, id: String(subscription.id), overlapHours, ...BY };
      return (await rotateWebhookSecret(world.parts, rotated)).secret.reveal();
    };
    const last = async () => {
      await sendOne(subscription);
      const received = receiver.received.at(-1);
      assert.ok(received);
      return received;
    };
    const before = await last();
    verify(before, first);
    assert.throws(() => verify({ ...before, text: `${before.text} ` }, first), 'a changed body');
    assert.throws(() => verify({ ...before, headers: { ...before.headers, 'webhook-id': 'msg_1' } }, first));

    const second = await rotate(24);
    const during = await last();
    verify(during, first);
    verify(during, second);
    assert.equal(during.headers['webhook-signature']?.split(' ').length, 2);

    await world.parts.database.write((tx) =>
      tx.query
        .updateTable('webhook_subscriptions')
        .set({ previous_secret_expires_at: world.clock.now() - 1 })
        .where('id', '=', subscription.id)
        .execute(),
    );
    const afterwards = await last();
    verify(afterwards, second);
    assert.throws(() => verify(afterwards, first), 'the old secret is void');

    const third = await rotate(0);
    const withoutOverlap = await last();
    verify(withoutOverlap, third);
    assert.throws(() => verify(withoutOverlap, second));
  });

  test("the partner's long-lived bearer is sent, and is stored sealed", async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url, {
      authentication: { kind: 'bearer', token: 'partner-token-1' },
    });
    await sendOne(subscription);
    assert.equal(receiver.received[0]?.headers['authorization'], 'Bearer partner-token-1');
  });

  test('a token is fetched by client credentials, kept, and after a 401 fetched once again', async (t) => {
    const [receiver, issuer] = [await startReceiver(t), await startReceiver(t)];
    let issued = 0;
    issuer.answer = (_, response) => {
      issued += 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: `issued-${issued}`, token_type: 'Bearer', expires_in: 3_600 }));
    };
    const authentication: GivenAuthentication = {
      kind: 'client_credentials',
      tokenUrl: issuer.url,
      clientId: 'sally:port',
      clientSecret: 'a secret&more',
      scope: 'events',
    };
    const { subscription } = await world.subscribe(receiver.url, { authentication });
    assert.equal((await sendOne(subscription)).state, 'delivered');
    await sendOne(subscription);
    assert.deepEqual(
      receiver.received.map(({ headers }) => headers['authorization']),
      ['Bearer issued-1', 'Bearer issued-1'],
    );
    const [asked] = issuer.received;
    assert.equal(asked?.text, 'grant_type=client_credentials&scope=events');
    const basic = Buffer.from('sally%3Aport:a+secret%26more').toString('base64');
    assert.equal(asked?.headers['authorization'], `Basic ${basic}`);

    receiver.answer = ({ headers }, response) => {
      response.writeHead(headers['authorization'] === 'Bearer issued-2' ? 200 : 401).end();
    };
    assert.equal((await sendOne(subscription)).status, 200, 'revoked at the partner: fetched once again');
    receiver.answer = status(401);
    assert.equal((await sendOne(subscription)).status, 401);
    assert.equal(issued, 3, 'not again and again');

    world.clock.advance(HOUR_MS);
    receiver.answer = status(200);
    await sendOne(subscription);
    assert.equal(receiver.received.at(-1)?.headers['authorization'], 'Bearer issued-4', 'expired');
    world.clock.advance(HOUR_MS);
    for (const answer of [status(500), status(200)]) {
      issuer.answer = answer;
      assert.match((await sendOne(subscription)).fault ?? '', /^the token URL answered/);
    }
  });

  test('of many tests at once four of one agency run; the others are refused at once and hold nothing', async (t) => {
    const receiver = await startReceiver(t);
    const waiting: (() => void)[] = [];
    receiver.answer = (_, response) => waiting.push(() => response.writeHead(200).end());
    const { subscription } = await world.subscribe(receiver.url);
    let refused = 0;
    const sent = Array.from({ length: 40 }, () =>
      sendOne(subscription).then(
        ({ state }) => state,
        (err: { code: string; retryAfterSeconds: number }) => {
          refused += 1;
          return `${err.code} ${err.retryAfterSeconds}`;
        },
      ),
    );
    await eventually(() => waiting.length === 4 && refused === 36);
    for (const answer of waiting) answer();
    const outcomes = Map.groupBy(await Promise.all(sent), (outcome) => outcome);
    assert.equal(outcomes.get('delivered')?.length, 4);
    assert.equal(outcomes.get(`too_many_requests ${TIMEOUT_SECONDS}`)?.length, 36);
    assert.equal(waiting.length, 4);
    receiver.answer = status(200);
    assert.equal((await sendOne(subscription)).state, 'delivered');
  });

  test('a subscription whose key is another one fails and states it, and no secret shows', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url);
    const key = Buffer.alloc(32, 7).toString('base64');
    const sealed = createSeal([key], world.parts.random).seal('whsec_AAAA', secretPurpose(subscription.id));
    assert.ok(!sealed.includes('whsec_'));
    await world.parts.database.write((tx) =>
      tx.query.updateTable('webhook_subscriptions').set({ secret: sealed }).where('id', '=', subscription.id).execute(),
    );
    assert.equal((await sendOne(subscription)).fault, 'the message could not be made; see the server log');
    assert.deepEqual(receiver.received, []);
  });
});

onEachEngine('a host name that leads elsewhere', (engine) => {
  test('is refused when it is given, and at every connection; the checked address is the one that is used', async (t) => {
    const answers: string[][] = [];
    const asked: string[] = [];
    const world = await webhookWorld(engine, {
      async resolveHost(hostname) {
        asked.push(hostname);
        return answers.shift() ?? ['127.0.0.1'];
      },
    });
    t.after(() => world.stop());
    const receiver = await startReceiver(t);
    const url = receiver.url.replace('127.0.0.1', 'hooks.localhost');

    answers.push(['10.0.0.7']);
    await assert.rejects(world.subscribe(url), /private address/);
    answers.push(['93.184.216.34', '10.0.0.7']);
    await assert.rejects(world.subscribe(url), /private address/, 'one of several');

    const { subscription } = await world.subscribe(url);
    // Whatever it resolves to after the look that was checked changes nothing.
    answers.push(['127.0.0.1'], ['10.0.0.7']);
    asked.length = 0;
    await world.openCall();
    await eventually(() => receiver.received.length === 1);
    assert.equal(asked.length, 1, 'resolved once a connection, not again by the socket');
    assert.equal(receiver.received[0]?.headers['host'], new URL(url).host);

    receiver.answer = status(200, { connection: 'close' });
    await world.openCall();
    await eventually(() => receiver.received.length === 2);
    await world.openCall();
    const last = async () => {
      const page = { before: undefined, state: null, limit: 1 };
      return (await listDeliveries(world.parts, subscription, page)).deliveries[0];
    };
    await eventually(async () => (await last())?.fault !== null);
    assert.equal((await last())?.fault, 'the host name leads to an address this server does not reach');
    assert.equal(receiver.received.length, 2);

    const tokenUrl = receiver.url.replace('127.0.0.1', 'tokens.localhost');
    const authentication = {
      kind: 'client_credentials',
      tokenUrl,
      clientId: 'a',
      clientSecret: 'b',
      scope: null,
    } as const;
    const edit = { authentication };
    answers.length = 0;
    answers.push(['169.254.169.254']);
    const request = { owner: OWNER, id: String(subscription.id), edit, ...BY };
    await assert.rejects(editSubscription(world.parts, request), /authentication.token_url leads to a private address/);
    answers.push(['127.0.0.1'], ['169.254.169.254']);
    await editSubscription(world.parts, request);
    const current = await readSubscription(world.parts, OWNER, String(subscription.id));
    const tested = await sendTest(world.parts, { subscription: current, eventType: undefined, ...BY });
    assert.match(tested.fault ?? '', /^the token URL: the host name leads to an address/);
  });
});

test('private, link-local, loopback, metadata and wrapped addresses are refused, and a range the operator allows is not', () => {
  const rules = new AddressRules([]);
  for (const address of [
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.192', '192.168.1.1', '198.18.0.1', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '168.63.129.16', '192.0.2.1', '192.88.99.1', '203.0.113.9'],
    ...['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1'],
    ...['64:ff9b:1::a00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1'],
    ...['fec0::1', 'ff02::1', '100::1', '3fff::1', '4000::1', 'fe80::1%eth0'],
  ]) {
    assert.equal(rules.allows(address), false, address);
  }
  // 64:ff9b:1::/48 may have any prefix length of RFC 6052; Teredo turns the bits of the client's address.
  for (const address of [
    ...['64:ff9b::a9fe:a9fe', '64:ff9b:1:a00:1::', '64:ff9b:1:a:0:100::', '64:ff9b:1:0:a:0:100:0', '64:ff9b:1::a00:1'],
    ...['2002:a9fe:a9fe::1', '2001:0:808:808:0:0:f5ff:fffe', '2001:0:a00:1::f7f7:f7f7', '::808:808:a00:1'],
    ...['2606:4700::5efe:10.0.0.1', '2606:4700::200:5efe:a9fe:a9fe', 'fe80::5efe:8.8.8.8', '::a00:1'],
  ]) {
    assert.equal(rules.allows(address), false, address);
  }
  for (const address of [
    ...['64:ff9b::8.8.8.8', '64:ff9b:1::8.8.8.8', '64:ff9b:1:808:8:800::', '2002:808:808::1', '::8.8.8.8'],
    ...['2606:4700::5efe:8.8.8.8', '::ffff:0:8.8.8.8', '2001:0:808:808:0:0:f7f7:f7f7'],
  ]) {
    assert.equal(rules.allows(address), true, address);
  }
  for (const address of ['8.8.8.8', '93.184.216.34', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450:4001::1']) {
    assert.equal(rules.allows(address), true, address);
  }
  const allowing = new AddressRules(['10.1.0.0/16', 'fd00::/8']);
  assert.deepEqual(
    ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3', '10.2.0.1', 'fd00::1', '127.0.0.1'].map((address) =>
      allowing.allows(address),
    ),
    [true, true, true, false, true, false],
  );
});

test('a URL that is no endpoint is refused in words that state why', () => {
  const rules = new AddressRules(['127.0.0.0/8', '10.1.0.0/16']);
  const refused: Record<string, RegExp> = {
    'ftp://partner.test/hook': /must be an https URL/,
    'javascript:alert(1)': /must be an https URL/,
    nonsense: /must be an https URL/,
    [`https://partner.test/${'x'.repeat(2_000)}`]: /must be an https URL/,
    'http://partner.test/hook': /must be https/,
    'http://10.1.2.3/hook': /must be https/,
    'https://user:pass@partner.test/': /credentials/,
    'https://partner.test/#part': /fragment/,
    'https://10.2.0.1/': /private address/,
    'https://2130706434.partner.test@10.2.0.1/': /credentials/,
    'https://[::ffff:10.0.0.1]/': /private address/,
    'https://0x0a000001/': /private address/,
    'https://167772161/': /private address/,
    'http://[::1]/': /private address/,
  };
  for (const [url, because] of Object.entries(refused)) {
    assert.throws(() => checkEndpointUrl(url, rules, 'url'), because, url);
  }
  assert.equal(checkEndpointUrl('https://Partner.test', rules, 'url'), 'https://partner.test/');
  assert.equal(checkEndpointUrl('http://127.0.0.1:9080/a?b=c', rules, 'url'), 'http://127.0.0.1:9080/a?b=c');
  assert.equal(checkEndpointUrl('https://10.1.2.3/', rules, 'url'), 'https://10.1.2.3/');
});

test('what was sealed opens with the same key and purpose alone, also after a key was set', () => {
  const random = { bytes: (length: number) => Buffer.alloc(length, 3) };
  const [key, other] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
  const sealed = createSeal([key], random).seal('partner-token', 'webhook 1 secret');
  assert.equal(createSeal([key], random).open(sealed, 'webhook 1 secret'), 'partner-token');
  assert.throws(() => createSeal([key], random).open(sealed, 'webhook 2 secret'));
  assert.throws(() => createSeal([other], random).open(sealed, 'webhook 1 secret'));
  assert.throws(() => createSeal([], random).open(sealed, 'webhook 1 secret'), /SALLYPORT_SECRETS_KEY/);
  const plain = createSeal([], random).seal('partner-token', 'webhook 1 secret');
  assert.equal(createSeal([key], random).open(plain, 'webhook 1 secret'), 'partner-token');
});
