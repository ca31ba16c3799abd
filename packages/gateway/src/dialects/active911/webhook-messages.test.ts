import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Active911Webhook } from '@sallyport/contract';
import { sampleEvents } from '../../delivery/webhooks/sending/sample-event.ts';
import { active911Webhooks } from './webhook-messages.ts';

const AT = Date.parse('2026-11-29T03:15:42Z');

async function webhookIn(timeZone: string): Promise<Active911Webhook> {
  const numbers = { agencyName: 'Prairie County', agencyNumber: 7, alertNumber: 12, timeZone };
  const encoder = active911Webhooks(() => Promise.resolve(numbers));
  const [event] = sampleEvents('prairie', 'incident.created', AT);
  assert.ok(event);
  return (await encoder.encode(event, 'agency')) as Active911Webhook;
}

test("`received` is what the agency's clocks showed, with the zone and the offset that held then; `stamp` is the instant", async () => {
  const { agency, alert } = await webhookIn('America/Chicago');
  assert.equal(agency.timezone, 'America/Chicago');
  assert.equal(alert.received, '2026-11-28 21:15:42');
  assert.equal(alert.received_offset, '-06:00');
  assert.equal(alert.stamp, AT / 1000);
  const utc = await webhookIn('UTC');
  assert.deepEqual([utc.alert.received, utc.alert.received_offset], ['2026-11-29 03:15:42', '+00:00']);
});
