import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { callerOf } from '../../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { type Received, startReceiver, status } from '../../../../../testing/src/receiver.ts';
import { type WebhookWorld, webhookWorld } from '../../../../../testing/src/webhook-world.ts';
import { Liveness } from '../../../database/processes/liveness.ts';
import { subscriptionsWithWork } from '../active/store.ts';
import { subscriptionRow, takeLease } from '../subscriptions/store.ts';
import { FailedIncidents } from './failed-incidents.ts';
import { SubscriptionRun } from './subscription-run.ts';

const HOUR_MS = 3_600_000;

onEachEngine('one run of a subscription', (engine) => {
  let world: WebhookWorld;
  let other: Liveness;
  let owner = '';
  before(async () => {
    world = await webhookWorld(engine);
    other = new Liveness(world.parts);
    await other.hold();
    owner = other.id;
  });
  after(async () => {
    await other.stop();
    await world.stop();
  });

  /** Holds the lease, so that the server's own worker leaves the subscription alone. */
  async function runsOf(url: string, eventTypes: readonly string[]) {
    const { subscription } = await world.subscribe(url, { eventTypes });
    const { id } = subscription;
    const { database } = world.parts;
    assert.ok(await database.write((tx) => takeLease(tx.query, id, owner)));
    const { signal: lost } = new AbortController();
    const holding = { owner, lost, failedIncidents: new FailedIncidents(), mayAttempt: () => true, onDisabled() {} };
    const begin = async () => {
      const current = await subscriptionRow(database.read, id);
      assert.ok(current);
      return new SubscriptionRun(world.parts, current, holding);
    };
    return { id, begin };
  }

  async function runOf(url: string, eventTypes: readonly string[]): Promise<{ run: SubscriptionRun; id: number }> {
    const { id, begin } = await runsOf(url, eventTypes);
    return { run: await begin(), id };
  }

  const stored = (id: number) =>
    world.parts.database.read
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('subscription_id', '=', id)
      .orderBy('seq')
      .execute();

  /** Three incidents of which the first note failed, so that the endpoint itself is taken to be the reason, and a second note each. */
  async function failingEndpoint(url: string) {
    const incidents = [await world.openCall(), await world.openCall(), await world.openCall()];
    const runs = await runsOf(url, ['note.added']);
    for (const incidentId of incidents) await world.note(incidentId, 'first');
    await (await runs.begin()).work();
    for (const incidentId of incidents) await world.note(incidentId, 'second');
    return { incidents, ...runs };
  }

  async function notes(incidentId: string, count: number): Promise<void> {
    const call = await callerOf(world.app, 'sandbox-call-handling');
    for (let from = 0; from < count; from += 100) {
      const changes = Array.from({ length: 100 }, (_, index) => ({ note: { text: String(from + index) } }));
      assert.equal((await call('POST', `/api/incidents/${incidentId}/changes`, { changes })).status, 201);
    }
  }

  const textsOf = (received: readonly Received[], incidentId: string) =>
    received.filter(({ body }) => body.data.incident_id === incidentId).map(({ body }) => body.data.note?.text);

  test('delivers pages of two incidents, each in its order and once', async (t) => {
    const receiver = await startReceiver(t);
    const { run } = await runOf(receiver.url, ['note.added']);
    const [left, right] = [await world.openCall(), await world.openCall()];
    await Promise.all([notes(left, 300), notes(right, 300)]);
    await run.work();
    const expected = Array.from({ length: 300 }, (_, index) => String(index));
    assert.deepEqual(textsOf(receiver.received, left), expected);
    assert.deepEqual(textsOf(receiver.received, right), expected);
    assert.equal(new Set(receiver.received.map(({ id }) => id)).size, 600);
  });

  test('reads on through pages of what was not asked for, to what was', async (t) => {
    const receiver = await startReceiver(t);
    const { run } = await runOf(receiver.url, ['incident.created']);
    const first = await world.openCall();
    await notes(first, 600);
    const last = await world.openCall();
    await run.work();
    assert.deepEqual(
      receiver.received.map(({ body }) => body.data.incident_id),
      [first, last],
    );
  });

  test('sends one message at a time to an endpoint until it answers, so that a dead one keeps nobody from their turn', async (t) => {
    const receiver = await startReceiver(t);
    const [held, sent]: [ServerResponse[], string[]] = [[], []];
    let isHeld = true;
    receiver.answer = ({ id }, response) => {
      if (id !== 'undefined') sent.push(id);
      if (isHeld && id !== 'undefined') held.push(response);
      else response.end();
    };
    const { run } = await runOf(receiver.url, ['incident.created']);
    for (let index = 0; index < 20; index += 1) await world.openCall();
    const worked = run.work();
    await eventually(() => sent.length > 0);
    // What was sent beside the first would have come before what is sent now.
    for (let index = 0; index < 5; index += 1) await fetch(receiver.url, { method: 'POST' });
    assert.equal(sent.length, 1);
    held.pop()?.end();
    await eventually(() => held.length === 2);
    isHeld = false;
    for (const response of held) response.end();
    await worked;
    assert.equal(new Set(sent).size, 20);
  });

  test('an endpoint that fails is tried by one delivery, what follows waits in the log, and all of it arrives in order', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const { incidents, id, begin } = await failingEndpoint(receiver.url);
    assert.equal(receiver.received.length, 3);
    world.clock.advance(2_000);
    await (await begin()).work();
    assert.equal(receiver.received.length, 4, 'one that was due');
    assert.deepEqual(
      (await stored(id)).map(({ state }) => state),
      ['pending', 'pending', 'pending'],
    );
    const other = await world.openCall();
    await world.note(other, 'first');
    await world.parts.database.write((tx) =>
      tx.query
        .updateTable('webhook_deliveries')
        .set({ next_attempt_at: world.clock.now() + 60_000 })
        .where('subscription_id', '=', id)
        .execute(),
    );
    world.clock.advance(2_000);
    receiver.received.length = 0;
    receiver.answer = status(200);
    await (await begin()).work();
    assert.deepEqual(textsOf(receiver.received, other), ['first'], 'of an incident nothing waits of');
    assert.equal(receiver.received.length, 1);
    await (await begin()).work();
    for (const incidentId of incidents) assert.deepEqual(textsOf(receiver.received, incidentId), ['first', 'second']);
    assert.equal(receiver.received.length, 7);
    assert.ok((await stored(id)).every(({ state }) => state === 'delivered'));
  });

  test('an endpoint that fails rests until something is due where nothing else can try it', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const { id, begin } = await failingEndpoint(receiver.url);
    const restOf = async () => (await subscriptionRow(world.parts.database.read, id))?.health.restingUntil ?? 0;
    for (const [dueInMs, restsMs] of [
      [30_000, 30_000],
      [HOUR_MS, 60_000],
    ] as const) {
      world.clock.advance(60_000);
      const now = world.clock.now();
      await world.parts.database.write((tx) =>
        tx.query
          .updateTable('webhook_deliveries')
          .set({ next_attempt_at: now + dueInMs })
          .where('subscription_id', '=', id)
          .execute(),
      );
      await (await begin()).work();
      assert.equal((await restOf()) - now, restsMs);
    }
    assert.equal(receiver.received.length, 3);
    assert.equal((await stored(id)).length, 3);
  });

  test('an endpoint that fails rests while events stand behind those that wait for their next attempt, and gets all in order', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const incidents = [await world.openCall(), await world.openCall(), await world.openCall()];
    const { id, begin } = await runsOf(receiver.url, ['note.added']);
    const noteEach = async (...texts: string[]) => {
      for (const incidentId of incidents) for (const text of texts) await world.note(incidentId, text);
    };
    await noteEach('first', 'second');
    await (await begin()).work();
    /** A run a minute, as long as each finds something to try; the instant of the last one. */
    async function tryAll(): Promise<number> {
      for (;;) {
        world.clock.advance(60_000);
        const [now, before, tried] = [world.clock.now(), await stored(id), receiver.received.length];
        await (await begin()).work();
        const attempted = (await stored(id)).filter(({ attempts }, index) => attempts !== before[index]?.attempts);
        for (const { id: delivery } of attempted) {
          const dueAt = before.find((row) => row.id === delivery)?.next_attempt_at ?? 0;
          assert.ok(dueAt <= now, 'no sooner than it was to be tried again');
        }
        if (receiver.received.length === tried) return now;
      }
    }
    const nextAt = async () =>
      Math.min(...(await stored(id)).filter(({ attempts }) => attempts > 0).map((row) => row.next_attempt_at ?? 0));
    for (const what of ['the log is read to its end', 'more of them is in the log'] as const) {
      const now = await tryAll();
      const { health } = (await subscriptionRow(world.parts.database.read, id)) ?? {};
      assert.equal(health?.restingUntil, Math.min(await nextAt(), now + 60_000), what);
      assert.ok(!(await subscriptionsWithWork(world.parts.database, owner, now)).includes(id), what);
      assert.deepEqual(
        (await stored(id)).map(({ attempts }) => attempts > 0),
        [true, false, true, false, true, false],
      );
      if (what === 'the log is read to its end') await noteEach('third');
    }
    receiver.answer = status(200);
    receiver.received.length = 0;
    world.clock.advance((await nextAt()) - world.clock.now());
    await (await begin()).work();
    assert.equal(receiver.received.length, 1, 'one that was due');
    await (await begin()).work();
    for (const incidentId of incidents) {
      assert.deepEqual(textsOf(receiver.received, incidentId), ['first', 'second', 'third']);
    }
    assert.ok((await stored(id)).every(({ state }) => state === 'delivered'));
  });

  test('notes when the endpoint took something last', async (t) => {
    const receiver = await startReceiver(t);
    const { database, clock } = world.parts;
    const before = clock.now();
    const { run, id } = await runOf(receiver.url, ['incident.created']);
    await world.openCall();
    await run.work();
    const lastSuccessAt = (await subscriptionRow(database.read, id))?.health.lastSuccessAt ?? 0;
    assert.ok(before <= lastSuccessAt && lastSuccessAt <= clock.now(), `${lastSuccessAt}`);
  });
});
