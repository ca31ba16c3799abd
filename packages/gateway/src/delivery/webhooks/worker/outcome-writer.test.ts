import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { type WebhookWorld, webhookWorld } from '../../../../../testing/src/webhook-world.ts';
import { Liveness } from '../../../database/processes/liveness.ts';
import type { Delivery } from '../deliveries/types.ts';
import { NEW_HEALTH } from '../subscription/types.ts';
import { subscriptionRow, takeLease } from '../subscriptions/store.ts';
import { LogPlace } from './log-place.ts';
import { OutcomeWriter } from './outcome-writer.ts';
import { readPage } from './read-page.ts';

const HOUR_MS = 3_600_000;

onEachEngine('outcomes that share a commit', (engine) => {
  let world: WebhookWorld;
  let other: Liveness;
  before(async () => {
    world = await webhookWorld(engine);
    other = new Liveness(world.parts);
    await other.hold();
  });
  after(async () => {
    await other.stop();
    await world.stop();
  });

  test('of an endpoint that answers again make due what waited, and not what failed beside its answer', async () => {
    const { database, clock } = world.parts;
    const incidents = [await world.openCall(), await world.openCall(), await world.openCall()];
    const { subscription } = await world.subscribe('http://127.0.0.1:9/', { eventTypes: ['note.added'] });
    assert.ok(await database.write((tx) => takeLease(tx.query, subscription.id, other.id)));
    for (const incidentId of incidents) await world.note(incidentId, 'first');
    const current = await subscriptionRow(database.read, subscription.id);
    assert.ok(current);
    const place = new LogPlace(current.cursorSeq);
    const { open } = await readPage(world.parts, current, place);
    const [waited, answered, failed] = open.map(({ delivery }) => delivery) as [Delivery, Delivery, Delivery];
    const writer = new OutcomeWriter(world.parts, current, { owner: other.id, place, onDisabled() {} });
    const now = clock.now();
    const tried = { attempts: 1, firstAttemptAt: now, lastAttemptAt: now };
    const again = { ...tried, nextAttemptAt: now + HOUR_MS };
    await writer.hold([{ ...waited, ...again }]);
    const common = { behind: [], health: NEW_HEALTH, disabled: null };
    const delivered: Delivery = { ...answered, ...tried, state: 'delivered', nextAttemptAt: null, finishedAt: now };
    void writer.add({ ...common, delivery: delivered, isRecovered: true });
    void writer.add({ ...common, delivery: { ...failed, ...again }, isRecovered: false });
    await writer.settle();
    const rows = await database.read
      .selectFrom('webhook_deliveries')
      .select(['id', 'next_attempt_at'])
      .where('subscription_id', '=', subscription.id)
      .execute();
    const dueAt = new Map(rows.map((row) => [row.id, row.next_attempt_at]));
    assert.deepEqual(
      [waited, answered, failed].map(({ id }) => dueAt.get(id)),
      [now, null, now + HOUR_MS],
    );
  });
});
