import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { callerOf } from '../../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { startReceiver } from '../../../../../testing/src/receiver.ts';
import { type WebhookWorld, webhookWorld } from '../../../../../testing/src/webhook-world.ts';
import type { Database } from '../../../database/database.ts';
import { refuse } from '../../../kernel/errors.ts';

onEachEngine('webhooks on their way while the database fails', (engine) => {
  let world: WebhookWorld;
  let isFailing = false;
  let refused = 0;
  before(async () => {
    // The real engine, which refuses as a full disk or a lock makes it refuse.
    const open = async (): Promise<Database> => {
      const database = await engine.open();
      return {
        ...database,
        async write(unit, options) {
          if (!isFailing) return database.write(unit, options);
          refused += 1;
          throw refuse.unavailable({ description: 'no space' });
        },
      };
    };
    world = await webhookWorld({ ...engine, open });
  });
  after(() => {
    isFailing = false;
    return world.stop();
  });

  /** A rejection without a handler fails this test, as it would end the server. */
  test('are delivered again under the same id, and nothing is left without a handler', async (t) => {
    const receiver = await startReceiver(t);
    const { subscription } = await world.subscribe(receiver.url, { eventTypes: ['note.added'] });
    const waiting: ServerResponse[] = [];
    receiver.answer = (_, response) => void waiting.push(response);
    const incidentId = await world.openCall();
    const call = await callerOf(world.app, 'sandbox-call-handling');
    // Two events of one transaction, so that both are due before the first is sent.
    const changes = [{ note: { text: 'first' } }, { note: { text: 'second' } }];
    assert.equal((await call('POST', `/api/incidents/${incidentId}/changes`, { changes })).status, 201);
    await eventually(() => waiting.length === 1);
    isFailing = true;
    // The first is delivered and its outcome cannot be written while the second is on its way.
    waiting.shift()?.end();
    await eventually(() => waiting.length === 1);
    await eventually(() => refused >= 2);
    waiting.shift()?.end();
    receiver.answer = (_, response) => void response.end();
    isFailing = false;
    await eventually(async () => {
      const rows = await world.parts.database.read
        .selectFrom('webhook_deliveries')
        .select('state')
        .where('subscription_id', '=', subscription.id)
        .execute();
      return rows.length === 2 && rows.every(({ state }) => state === 'delivered');
    });
    const ids = receiver.received.map(({ id }) => id);
    assert.equal(new Set(ids).size, 2, 'each event has one id, however often it is sent');
  });
});
