import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WEBHOOK_EVENTS, type WebhookEventType } from '@sallyport/contract';
import { Value } from 'typebox/value';
import { sampleEvents } from '../../delivery/webhooks/sending/sample-event.ts';
import { nativeWebhooks } from './webhook-messages.ts';

const AT = Date.parse('2026-11-29T03:15:42Z');

test('the webhook of every type of event has what its schema in the contract states, and nothing else', async () => {
  const encoder = nativeWebhooks('https://gateway.test');
  assert.deepEqual(Object.keys(WEBHOOK_EVENTS), encoder.names);
  for (const type of Object.keys(WEBHOOK_EVENTS) as WebhookEventType[]) {
    const schema = WEBHOOK_EVENTS[type];
    const events = sampleEvents('county', type, AT);
    assert.ok(events.length > 0, type);
    for (const event of events) {
      const message = JSON.parse(JSON.stringify(await encoder.encode(event, 'agency')));
      assert.deepEqual([...Value.Errors(schema, message)], [], type);
      const known = Object.keys(schema.properties.data.properties);
      assert.deepEqual(
        Object.keys(message.data).filter((name) => !known.includes(name)),
        [],
        type,
      );
    }
  }
});
