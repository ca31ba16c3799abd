import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { type Received, startReceiver, status, verify } from '../../../../../testing/src/receiver.ts';
import { BY, OWNER, type WebhookWorld, webhookWorld } from '../../../../../testing/src/webhook-world.ts';
import { Liveness } from '../../../database/processes/liveness.ts';
import { allProcesses, insertProcess, raiseBeat, removeOwn } from '../../../database/processes/store.ts';
import { listDeliveries } from '../deliveries/find-deliveries.ts';
import { replayDelivery, replaySpan } from '../deliveries/replay-deliveries.ts';
import type { Delivery } from '../deliveries/types.ts';
import type { Subscription } from '../subscription/types.ts';
import { editSubscription } from '../subscriptions/edit-subscription.ts';
import { readSubscription } from '../subscriptions/find-subscriptions.ts';
import { rotateWebhookSecret } from '../subscriptions/rotate-webhook-secret.ts';
import { WebhookWorker } from './webhook-worker.ts';

const HOUR_MS = 3_600_000;
function verifies(received: Received | undefined, secret: string | undefined): boolean {
  try {
    if (received === undefined || secret === undefined) return false;
    verify(received, secret);
    return true;
  } catch {
    return false;
  }
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Of the tests that wait for it. */
const TIMEOUT_SECONDS = 2;
const textsOf = (received: readonly Received[], incidentId: string) =>
  received.filter(({ body }) => body.data.incident_id === incidentId).map(({ body }) => body.data.note?.text ?? 'new');

const deliveriesIn = async (world: WebhookWorld, subscription: Subscription): Promise<readonly Delivery[]> =>
  (await listDeliveries(world.parts, subscription, { before: undefined, state: null, limit: 100 })).deliveries;

onEachEngine('webhooks to endpoints that do not answer', (engine) => {
  let world: WebhookWorld;
  before(async () => {
    world = await webhookWorld(engine, { timeoutSeconds: TIMEOUT_SECONDS });
  });
  after(() => world.stop());

  const deliveries = (subscription: Subscription) => deliveriesIn(world, subscription);

  test('an endpoint that hangs, drips or is dead delays no other subscription, and each attempt is broken off', async (t) => {
    const [hanging, dripping, trickling, dead, fine] = await Promise.all([
      startReceiver(t),
      startReceiver(t),
      startReceiver(t),
      startReceiver(),
      startReceiver(t),
    ]);
    let brokenOff = 0;
    let brokenOffBefore: number | undefined;
    hanging.answer = (_, response) => {
      response.on('close', () => {
        brokenOff += 1;
      });
    };
    fine.answer = (_, response) => {
      brokenOffBefore ??= brokenOff;
      response.end();
    };
    trickling.answer = (_, response) => {
      const head = [...'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n'];
      const timer = setInterval(() => response.socket?.write(head.shift() ?? ''), 100);
      response.on('close', () => clearInterval(timer));
    };
    dripping.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      const timer = setInterval(() => response.write('.'), 100);
      response.on('close', () => clearInterval(timer));
    };
    await dead.stop();
    const troubled = await Promise.all([hanging, trickling, dead].map(({ url }) => world.subscribe(url)));
    const { subscription: neverEnding } = await world.subscribe(dripping.url);
    await world.subscribe(fine.url);
    const incidentId = await world.openCall();
    await eventually(() => textsOf(fine.received, incidentId).length === 1);
    assert.equal(brokenOffBefore, 0, 'before any of the others was broken off');
    // The status is there; what the body does states nothing.
    const taken = async () => (await deliveries(neverEnding)).find((found) => found.incidentId === incidentId);
    await eventually(async () => (await taken())?.state === 'delivered');
    assert.match((await taken())?.answer ?? '', /^\.*$/);
    for (const { subscription } of troubled) {
      const mine = async () => (await deliveries(subscription)).find((found) => found.incidentId === incidentId);
      await eventually(async () => ((await mine())?.attempts ?? 0) > 0);
      const delivery = await mine();
      assert.equal(delivery?.state, 'pending');
      assert.equal(delivery?.status, null);
      assert.ok((delivery?.durationMs ?? 0) < TIMEOUT_SECONDS * 1000 + 500, `${delivery?.durationMs} ms`);
      assert.match(delivery?.fault ?? '', /no answer within 2 s|the connection was refused/);
      assert.ok((delivery?.nextAttemptAt ?? 0) > world.clock.now());
      await world.parts.database.write((tx) =>
        tx.query.deleteFrom('webhook_subscriptions').where('id', '=', subscription.id).execute(),
      );
    }
  });
});

onEachEngine('webhooks on their way', (engine) => {
  let world: WebhookWorld;
  before(async () => {
    world = await webhookWorld(engine);
  });
  after(() => world.stop());

  const deliveries = (subscription: Subscription) => deliveriesIn(world, subscription);
  const now = (subscription: Subscription) => readSubscription(world.parts, OWNER, String(subscription.id));

  test('every event arrives once, in the order of its incident, with an id that names it', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url);
    const [left, right] = [await world.openCall(), await world.openCall()];
    for (let number = 1; number <= 20; number += 1) {
      await Promise.all([world.note(left, `left ${number}`), world.note(right, `right ${number}`)]);
    }
    await eventually(() => receiver.received.length >= 42);
    const expected = (side: string) => ['new', ...Array.from({ length: 20 }, (_, index) => `${side} ${index + 1}`)];
    assert.deepEqual(textsOf(receiver.received, left), expected('left'));
    assert.deepEqual(textsOf(receiver.received, right), expected('right'));
    assert.equal(new Set(receiver.received.map(({ id }) => id)).size, 42);
    await eventually(async () => (await deliveries(subscription)).every(({ state }) => state === 'delivered'));
    assert.match(receiver.received[0]?.id ?? '', new RegExp(`^msg_${subscription.id}_\\d+$`));
  });

  test('what one incident fails on holds back that incident alone, and its order is kept when it goes on', async (t) => {
    const receiver = await startReceiver(t);
    const [broken, fine] = [await world.openCall(), await world.openCall()];
    let isBroken = true;
    receiver.answer = ({ body }, response) => {
      response.writeHead(isBroken && body.data.incident_id === broken ? 500 : 200).end();
    };
    const { subscription } = await world.subscribe(receiver.url);
    for (const text of ['one', 'two']) {
      await world.note(broken, text);
      await world.note(fine, text);
    }
    await eventually(() => textsOf(receiver.received, fine).length === 2);
    assert.equal((await now(subscription)).state, 'active');
    // Its next attempt is due by the clock at which the first one failed.
    await eventually(async () =>
      (await deliveries(subscription)).some(({ state, attempts }) => state === 'pending' && attempts > 0),
    );
    isBroken = false;
    world.clock.advance(10_000);
    await eventually(() => textsOf(receiver.received, broken).includes('two'));
    const succeeded = textsOf(receiver.received, broken).filter((text, index, all) => all.indexOf(text) === index);
    assert.deepEqual(succeeded, ['one', 'two']);
    const [first, again] = receiver.received.filter(({ body }) => body.data.incident_id === broken);
    assert.equal(first?.id, again?.id, 'a retry carries the same id');
  });

  test('a redirect is not followed, garbage is a failure, and of an answer 1,024 bytes are kept', async (t) => {
    const [elsewhere, receiver] = [await startReceiver(t), await startReceiver(t)];
    receiver.answer = status(302, { location: elsewhere.url });
    const { subscription } = await world.subscribe(receiver.url);
    const incidentId = await world.openCall();
    const mine = async () => (await deliveries(subscription)).find((found) => found.incidentId === incidentId);
    // Each attempt once it is due, also one more where a crowded machine took longer than an attempt may.
    const comesTo = (is: (delivery: Delivery) => boolean) =>
      eventually(async () => {
        const delivery = await mine();
        if (delivery !== undefined && is(delivery)) return true;
        if ((delivery?.nextAttemptAt ?? 0) > world.clock.now()) world.pass(60_000);
        return false;
      });
    await comesTo((delivery) => delivery.status === 302);
    receiver.answer = (_, response) => response.socket?.end('220 smtp.test ESMTP\r\n');
    await comesTo(({ fault }) => fault === 'the answer is not HTTP');
    receiver.answer = (_, response) => response.socket?.destroy();
    await comesTo(({ fault }) => fault === 'the connection was broken off');
    receiver.answer = (_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end();
    await comesTo(({ fault }) => fault === 'the headers of the answer are too long');
    receiver.answer = (_, response) => response.writeHead(200).end(`\0${'x'.repeat(5_000)}`);
    await comesTo(({ state }) => state === 'delivered');
    assert.equal((await mine())?.answer, `\ufffd${'x'.repeat(1_023)}`);
    assert.ok(((await mine())?.attempts ?? 0) >= 5);
    assert.deepEqual(elsewhere.received, []);
  });

  test('every delivery verifies while the secret is rotated twice under load', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription, secret } = await world.subscribe(receiver.url);
    const secrets = [secret];
    let rotatedAgainAt = 0;
    const incidentId = await world.openCall();
    let isOver = false;
    const written = (async () => {
      for (let number = 0; !isOver; number += 1) {
        await world.note(incidentId, String(number));
        // More on the way than this is no more load, and takes the processor from what is waited for.
        await eventually(() => isOver || number - receiver.received.length < 50);
      }
    })();
    const receivedMore = async (count: number) => {
      const wanted = receiver.received.length + count;
      await eventually(() => receiver.received.length >= wanted);
    };
    for (let rotation = 0; rotation < 2; rotation += 1) {
      await receivedMore(20);
      rotatedAgainAt = receiver.received.length;
      const request = { owner: OWNER, id: String(subscription.id), overlapHours: 24, ...BY };
      secrets.push((await rotateWebhookSecret(world.parts, request)).secret.reveal());
      await eventually(() => verifies(receiver.received.at(-1), secrets.at(-1)));
    }
    await receivedMore(20);
    isOver = true;
    await written;
    const verified = receiver.received.map((one) => secrets.map((each) => verifies(one, each)));
    assert.ok(
      verified.slice(0, rotatedAgainAt).every(([by]) => by),
      'by the first, as long as it overlaps',
    );
    assert.ok(
      verified.slice(rotatedAgainAt).every(([, by]) => by),
      'by the second, also beside the third',
    );
    assert.deepEqual(verified.at(-1), [false, true, true], 'the one before the last is void');
  });

  test('Retry-After is honoured for the whole endpoint, an hour at most', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(429, { 'retry-after': '600' });
    const { subscription } = await world.subscribe(receiver.url);
    await world.openCall();
    await eventually(() => receiver.received.length === 1);
    await eventually(async () => ((await now(subscription)).health.restingUntil ?? 0) > world.clock.now());
    world.clock.advance(599_000);
    await world.openCall();
    await pause(600);
    assert.equal(receiver.received.length, 1, 'nothing is sent before it stated it');
    receiver.answer = status(503, { 'retry-after': '999999' });
    world.clock.advance(2_000);
    await eventually(async () => {
      const until = (await now(subscription)).health.restingUntil ?? 0;
      return until > world.clock.now() && until <= world.clock.now() + HOUR_MS;
    });
    receiver.answer = status(204);
    world.clock.advance(HOUR_MS + 1_000);
    await eventually(async () => (await deliveries(subscription)).every(({ state }) => state === 'delivered'));
  });

  test('410 disables at once; resumed, it goes on where it stood', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(410);
    const { subscription } = await world.subscribe(receiver.url);
    const incidentId = await world.openCall();
    await eventually(async () => (await now(subscription)).state === 'disabled');
    assert.equal((await now(subscription)).disabledReason, 'gone');
    await world.note(incidentId, 'while it was gone');
    receiver.answer = status(200);
    await pause(600);
    assert.equal(receiver.received.length, 1);
    await editSubscription(world.parts, {
      owner: OWNER,
      id: String(subscription.id),
      edit: { isPaused: false },
      ...BY,
    });
    await eventually(() => receiver.received.length === 3);
    assert.deepEqual(textsOf(receiver.received, incidentId), ['new', 'new', 'while it was gone']);
  });

  test('retries go on for three days further and further apart; then the subscription is disabled, and nothing is lost', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const { subscription } = await world.subscribe(receiver.url);
    const [incidentId, startedAt] = [await world.openCall(), world.clock.now()];
    const waits: number[] = [];
    for (let attempt = 1; (await now(subscription)).state === 'active'; attempt += 1) {
      await eventually(async () => (await deliveries(subscription))[0]?.attempts === attempt);
      const [delivery] = await deliveries(subscription);
      if (delivery?.nextAttemptAt == null) break;
      waits.push(delivery.nextAttemptAt - world.clock.now());
      world.pass(waits.at(-1) ?? 0);
    }
    await eventually(async () => (await now(subscription)).state === 'disabled');
    assert.equal((await now(subscription)).disabledReason, 'failing');
    const lasted = world.clock.now() - startedAt;
    assert.ok(lasted >= 72 * HOUR_MS && lasted < 82 * HOUR_MS, `${lasted / HOUR_MS} h`);
    assert.ok(waits.length >= 15 && waits.length <= 30, `${waits.length} retries`);
    assert.ok((waits[0] ?? 0) <= 1_500 && Math.max(...waits) <= 9 * HOUR_MS);
    receiver.answer = status(200);
    await editSubscription(world.parts, {
      owner: OWNER,
      id: String(subscription.id),
      edit: { isPaused: false },
      ...BY,
    });
    const [delivery] = await deliveries(subscription);
    const replayed = await replayDelivery(world.parts, { subscription, deliveryId: delivery?.id ?? '', ...BY });
    await eventually(async () => (await deliveries(subscription))[0]?.state === 'delivered');
    assert.equal(receiver.received.at(-1)?.id, replayed.id);
    assert.equal(receiver.received.at(-1)?.body.data.incident_id, incidentId);
  });

  test('an endpoint on which one incident after the other fails is tried by one delivery at a time, then receives everything', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const { subscription } = await world.subscribe(receiver.url);
    for (let number = 0; number < 30; number += 1) await world.openCall();
    await eventually(async () => ((await now(subscription)).health.restingUntil ?? 0) > world.clock.now());
    await pause(600);
    const before = receiver.received.length;
    assert.ok(before < 30, `${before} attempts`);
    receiver.answer = status(200);
    world.clock.advance(61_000);
    const delivered = async () => (await deliveries(subscription)).filter(({ state }) => state === 'delivered');
    await eventually(async () => (await delivered()).length === 30);
    assert.equal(new Set(receiver.received.map(({ id }) => id)).size, 30);
  });

  test('a span is replayed in the order of the log, under the same ids', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url);
    world.clock.advance(HOUR_MS);
    const since = world.clock.now();
    const incidentId = await world.openCall();
    await world.note(incidentId, 'one');
    await world.note(incidentId, 'two');
    const until = world.clock.now();
    world.clock.advance(1_000);
    await world.note(incidentId, 'after the span');
    await eventually(
      async () => (await deliveries(subscription)).filter(({ state }) => state === 'delivered').length === 4,
    );
    const first = receiver.received.map(({ id }) => id);
    const current = await now(subscription);
    assert.equal(await replaySpan(world.parts, { subscription: current, since, until, ...BY }), 3);
    await eventually(() => receiver.received.length === 7);
    assert.deepEqual(
      receiver.received.slice(4).map(({ id }) => id),
      first.slice(0, 3),
    );
  });

  test('a subscription to what never happens has nothing to replay', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url, {
      dialect: 'rapidsos',
      eventTypes: ['location.prevalidation'],
    });
    const [since, until] = [0, world.clock.now()];
    assert.equal(await replaySpan(world.parts, { subscription, since, until, ...BY }), 0);
  });

  test('a pause and a client that is disabled hold everything back', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url);
    const id = String(subscription.id);
    await editSubscription(world.parts, { owner: OWNER, id, edit: { isPaused: true }, ...BY });
    await world.openCall();
    await pause(600);
    assert.equal(receiver.received.length, 0);
    const setClient = (clientId: string | null, disabledAt: number | null) =>
      world.parts.database.write(async (tx) => {
        await tx.query
          .updateTable('webhook_subscriptions')
          .set({ client_id: clientId })
          .where('id', '=', subscription.id)
          .execute();
        await tx.query
          .updateTable('clients')
          .set({ disabled_at: disabledAt })
          .where('id', '=', 'harbor-events')
          .execute();
      });
    await setClient('harbor-events', 1);
    await editSubscription(world.parts, { owner: OWNER, id, edit: { isPaused: false }, ...BY });
    await pause(600);
    assert.equal(receiver.received.length, 0);
    await setClient(null, null);
    await eventually(() => receiver.received.length === 1);
  });
});

onEachEngine('several processes that deliver', (engine) => {
  test('share one lease: every event once, in order, and a process that stops hands over at once', async (t) => {
    const [first, second] = [await webhookWorld(engine), await webhookWorld(engine)];
    let isSecondRunning = true;
    const stopSecond = () => {
      const wasRunning = isSecondRunning;
      isSecondRunning = false;
      return wasRunning ? second.stop() : undefined;
    };
    t.after(() => Promise.all([first.stop(), stopSecond()]));
    const receiver = await startReceiver(t);
    await first.subscribe(receiver.url);
    const incidents = await Promise.all(Array.from({ length: 8 }, () => first.openCall()));
    const write = async (text: string) => {
      for (const incidentId of incidents) await first.note(incidentId, text);
    };
    await write('both');
    await eventually(() => receiver.received.length >= 16);
    await stopSecond();
    await write('one');
    await eventually(() => receiver.received.length >= 24);
    const ids = receiver.received.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'no event twice');
    for (const incidentId of incidents)
      assert.deepEqual(textsOf(receiver.received, incidentId), ['new', 'both', 'one']);
  });

  test('what a killed process had stored ahead of its place is not sent again, and is replayed like the rest', async (t) => {
    const [first, second] = [await webhookWorld(engine), await webhookWorld(engine)];
    t.after(() => second.stop());
    const receiver = await startReceiver(t);
    const { subscription } = await first.subscribe(receiver.url);
    const since = first.clock.now();
    const [lost, kept] = [await first.openCall(), await first.openCall()];
    await first.note(lost, 'not stored');
    await first.note(kept, 'stored');
    const until = first.clock.now();
    first.clock.advance(HOUR_MS);
    const later = await first.openCall();
    const { database } = second.parts;
    const rows = database.read
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('subscription_id', '=', subscription.id);
    const delivered = async () => (await rows.where('state', '=', 'delivered').execute()).length;
    await eventually(async () => (await delivered()) === 5);
    await first.stop();
    const [lastOfLost] = await rows.where('incident_id', '=', lost).orderBy('seq', 'desc').limit(1).execute();
    const lostSeq = lastOfLost?.seq ?? 0;
    const set = (values: { cursor_seq?: number; state: string }) =>
      database.write(async (tx) => {
        await tx.query.updateTable('webhook_subscriptions').set(values).where('id', '=', subscription.id).execute();
        if (values.state === 'active') return;
        await tx.query
          .deleteFrom('webhook_deliveries')
          .where('id', '=', lastOfLost?.id ?? '')
          .execute();
      });
    await set({ cursor_seq: lostSeq - 1, state: 'paused' });
    const current = await readSubscription(second.parts, OWNER, String(subscription.id));
    assert.equal(await replaySpan(second.parts, { subscription: current, since, until, ...BY }), 3);
    await set({ state: 'active' });
    await eventually(async () => (await delivered()) === 5);
    assert.deepEqual(textsOf(receiver.received, lost), ['new', 'not stored', 'new', 'not stored']);
    assert.deepEqual(textsOf(receiver.received, kept), ['new', 'stored', 'new', 'stored']);
    assert.deepEqual(textsOf(receiver.received, later), ['new']);
    const { cursorSeq } = await readSubscription(second.parts, OWNER, String(subscription.id));
    assert.equal(cursorSeq, lostSeq + 2);
  });

  test('a lease is left alone while its process raises its number, and taken within seconds once that stands still', async (t) => {
    const world = await webhookWorld(engine);
    t.after(() => world.stop());
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url);
    const row = { id: 'another process', place: 'elsewhere', pid: 1, beat: 1 };
    await world.parts.database.write(async (tx) => {
      await insertProcess(tx.query, row);
      await tx.query
        .updateTable('webhook_subscriptions')
        .set({ lease_owner: row.id })
        .where('id', '=', subscription.id)
        .execute();
    });
    const beating = setInterval(() => void world.parts.database.write((tx) => raiseBeat(tx.query, row.id)), 100);
    await world.openCall();
    world.clock.advance(HOUR_MS);
    // Longer than a process without a sign of life is left its leases.
    await pause(5_500);
    clearInterval(beating);
    assert.equal(receiver.received.length, 0);
    await eventually(() => receiver.received.length === 1);
    assert.deepEqual(
      (await allProcesses(world.parts.database.read)).filter(({ id }) => id === row.id),
      [],
    );
  });

  test('a lease of a process of this machine that does not run any more is taken at once', async (t) => {
    const world = await webhookWorld(engine);
    t.after(() => world.stop());
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url);
    const other = new Liveness(world.parts);
    await other.hold();
    const mine = (await allProcesses(world.parts.database.read)).find(({ id }) => id === other.id);
    await other.stop();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await world.parts.database.write(async (tx) => {
      await insertProcess(tx.query, { id: 'gone', place: mine?.place ?? '', pid: child.pid ?? 0, beat: 1 });
      await tx.query
        .updateTable('webhook_subscriptions')
        .set({ lease_owner: 'gone' })
        .where('id', '=', subscription.id)
        .execute();
    });
    // Where the system names no place, such a process is dead after its number stood still, as any other.
    await world.openCall();
    await eventually(() => receiver.received.length === 1);
  });

  test('a process that was taken for dead while it stood still loses its leases and goes on under a new id', async (t) => {
    const world = await webhookWorld(engine);
    const liveness = new Liveness(world.parts);
    t.after(async () => {
      await liveness.stop();
      await world.stop();
    });
    await liveness.hold();
    const { id, signal } = liveness;
    assert.ok(liveness.isSure);
    await world.parts.database.write((tx) => removeOwn(tx.query, [id]));
    await eventually(() => signal.aborted);
    await eventually(() => liveness.isSure && liveness.id !== id);
    const rows = (await allProcesses(world.parts.database.read)).map((row) => row.id);
    assert.ok(rows.includes(liveness.id) && !rows.includes(id));
  });

  test('a worker that stops gives its leases back and may be stopped twice', async () => {
    const world = await webhookWorld(engine);
    const worker = new WebhookWorker({ ...world.parts, liveness: new Liveness(world.parts) }, () => {});
    worker.start();
    await worker.stop();
    await worker.stop();
    await world.stop();
  });
});
