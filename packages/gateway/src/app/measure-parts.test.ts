import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { raiseOne } from '../../../testing/src/alerts.ts';
import { eventually } from '../../../testing/src/barrier.ts';
import { callerOf } from '../../../testing/src/caller.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { startReceiver, status } from '../../../testing/src/receiver.ts';
import { connectStream, tokenFrom } from '../../../testing/src/stream-client.ts';
import { BY, OWNER } from '../../../testing/src/webhook-world.ts';
import { runningClock, testWorld } from '../../../testing/src/world.ts';
import { createSubscription } from '../delivery/webhooks/subscriptions/create-subscription.ts';
import { disableSubscription } from '../delivery/webhooks/subscriptions/store.ts';
import { Measures } from '../kernel/measures.ts';

const DAY_MS = 86_400_000;

onEachEngine('what an operator is woken for', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url: string;
  before(async () => {
    const config = { metricsToken: 'metrics', webhookTimeoutSeconds: 1 };
    world = await testWorld(engine, config, runningClock());
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => world.stop());

  const scrape = async () => (await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer metrics' } })).text();
  /** The sample as it is exported; nothing where there is none. */
  const sample = async (name: string): Promise<number | undefined> => {
    const line = (await scrape()).split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  const becomes = (name: string, holds: (value: number) => boolean) =>
    eventually(async () => holds((await sample(name)) ?? Number.NaN));

  test('each measure has a help text that is a sentence and more than its name', async () => {
    for (const [, name, help] of (await scrape()).matchAll(/^# HELP (sallyport_\S+) (.*)$/gm)) {
      assert.ok((help ?? '').split(' ').length >= 3 || name?.includes('nodejs'), name);
    }
  });

  test('tokens and refusals are counted by client and reason, and strangers make no labels', async () => {
    await tokenFrom(url, 'sandbox-cad');
    await tokenFrom(url, 'sandbox-cad');
    assert.equal(
      await sample('sallyport_tokens_issued_total{client="sandbox-cad",grant_type="client_credentials"}'),
      2,
    );
    const wrong = (id: string) =>
      fetch(`${url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: 'wrong' }),
      });
    await wrong('sandbox-cad');
    await wrong('nobody-knows-me');
    assert.equal(await sample('sallyport_client_refusals_total{client="sandbox-cad",code="invalid_client"}'), 1);
    assert.equal(await sample('sallyport_client_refusals_total{client="",code="invalid_client"}'), 1);
    assert.doesNotMatch(await scrape(), /nobody-knows-me/);
  });

  test('open sockets are counted by kind until they are gone', async () => {
    const open = 'sallyport_sockets_open{kind="prepared"}';
    assert.equal(await sample(open), 0);
    const stream = await connectStream(url, { token: await tokenFrom(url, 'sandbox-prepared-events') });
    assert.equal(await sample(open), 1);
    assert.equal(await sample('sallyport_sockets_behind_events{kind="prepared"}'), 0);
    stream.socket.terminate();
    await becomes(open, (value) => value === 0);
  });

  test('webhooks that fail, wait and are disabled are seen, with their age', async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const { subscription } = await createSubscription(world.parts, {
      owner: OWNER,
      name: 'Broken',
      url: receiver.url,
      dialect: 'native',
      eventTypes: ['incident.created'],
      authentication: { kind: 'none' },
      ...BY,
    });
    const call = await callerOf(world.app, 'sandbox-call-handling');
    await call('POST', '/api/incidents', { call: { caller_phone_number: '+15555550123' } });
    await becomes('sallyport_webhook_subscriptions{state="failing"}', (value) => value === 1);
    assert.equal(await sample('sallyport_webhook_subscriptions{state="active"}'), 1);
    assert.equal(await sample('sallyport_webhook_deliveries_pending'), 1);
    world.clock.advance(1_000);
    for (const name of ['sallyport_webhook_oldest_pending_seconds', 'sallyport_webhook_failing_seconds']) {
      assert.ok(((await sample(name)) ?? 0) >= 1, name);
    }
    await world.parts.database.write(({ query }) =>
      disableSubscription(query, subscription.id, { reason: 'failing', at: world.clock.now() }),
    );
    assert.equal(await sample('sallyport_webhook_subscriptions{state="disabled"}'), 1);
    assert.equal(await sample('sallyport_webhook_subscriptions{state="failing"}'), 0);
  });

  test('alerts that wait and that nobody answered are seen', async () => {
    assert.equal(await sample('sallyport_alerts_waiting'), 0);
    await raiseOne(world.parts, {}, { requestsDispatch: true });
    assert.equal(await sample('sallyport_alerts_waiting'), 1);
    assert.equal(await sample('sallyport_alerts_timed_out_total'), 0);
    world.clock.advance(120_000);
    await becomes('sallyport_alerts_timed_out_total', (value) => value === 1);
    assert.equal(await sample('sallyport_alerts_waiting'), 0);
  });

  test('the hasher, the write queue, the database, the outbox and the key have their figures', async () => {
    assert.ok(((await sample('sallyport_database_size_bytes')) ?? 0) > 100_000);
    assert.ok(((await sample('sallyport_database_read_seconds')) ?? 0) > 0);
    // What this server states of itself may be on its way.
    await eventually(async () => (await sample('sallyport_database_write_queue_length')) === 0);
    const hashes = Array.from({ length: 6 }, () => world.parts.passwords.hash('copper kettle'));
    assert.equal(world.parts.passwords.waiting, 4);
    await Promise.all(hashes);
    assert.equal(await sample('sallyport_password_queue_length'), 0);
    assert.equal(await sample('sallyport_outbox_messages{state="waiting"}'), 0);
    assert.equal(await sample('sallyport_outbox_oldest_waiting_seconds'), 0);
    world.clock.advance(DAY_MS);
    assert.ok(((await sample('sallyport_signing_key_age_seconds')) ?? 0) >= DAY_MS / 1000);
  });

  test('a clean-up is seen once it has finished', async () => {
    assert.doesNotMatch(await scrape(), /^sallyport_clean_up_finished_timestamp_seconds\{/m);
    await world.cleanUp.run();
    assert.match(await scrape(), /^sallyport_clean_up_finished_timestamp_seconds\{kind="\w+"\} \d{10}/m);
  });
});

test('a reading that fails has no samples, and a count has 500 label values and the rest', async () => {
  const measures = new Measures();
  measures.watch([{ name: 'a', help: 'A thing' }], async () => {
    throw new Error('not now');
  });
  assert.deepEqual(await measures.gauges[0]?.read(), {});
  const counter = measures.count({ name: 'b', help: 'A count', labels: ['client'] });
  for (let client = 0; client < 600; client += 1) counter.add({ client: String(client) });
  counter.add({ client: '3' });
  assert.equal(counter.samples().length, 501);
  const of = (client: string) => counter.samples().find(({ labels }) => labels?.['client'] === client)?.value;
  assert.deepEqual([of('3'), of('other')], [2, 100]);
});
