import type { HttpRequest } from './http-client.ts';
import { expectJson, jsonOf, send } from './http-client.ts';
import type { Things } from './route-case.ts';

type Credentials = Pick<HttpRequest, 'token' | 'jar'>;

const ENDPOINT = 'http://127.0.0.1:9/hook';
const WRITTEN_WITHIN_MS = 90_000;

/** A client's own subscription, an administrator's one, and a delivery of the latter, once `happen` made an event. */
export async function webhooksOf(
  base: string,
  of: { cad: Credentials; admin: Credentials; happen: () => Promise<unknown> },
): Promise<Pick<Things, 'subscriptionId' | 'webhookId' | 'deliveryId'>> {
  const own = await expectJson<{ id: number }>(base, 201, {
    method: 'POST',
    path: '/v1/webhooks/subscriptions',
    json: { url: ENDPOINT, event_types: ['alert.new'] },
    ...of.cad,
  });
  const { webhook } = await expectJson<{ webhook: { id: number } }>(base, 201, {
    method: 'POST',
    path: '/api/webhooks',
    json: { name: 'Ours', url: ENDPOINT, event_types: ['incident.created'] },
    ...of.admin,
  });
  // The agency's CAD, which receives what is sent to it and nothing else.
  await expectJson(base, 201, {
    method: 'POST',
    path: '/api/webhooks',
    json: { name: 'CAD', url: ENDPOINT, event_types: ['incident.sent_to_cad'] },
    ...of.admin,
  });
  await of.happen();
  const deadline = Date.now() + WRITTEN_WITHIN_MS;
  for (;;) {
    const path = `/api/webhooks/${webhook.id}/deliveries`;
    const { deliveries } = jsonOf<{ deliveries: { id: string; attempts: number }[] }>(
      await send(base, { path, ...of.admin }),
    );
    const [delivery] = deliveries;
    if (delivery !== undefined && delivery.attempts > 0) {
      // Nothing goes on behind the back of a test that compares what is stored.
      await expectJson(base, 200, {
        method: 'PATCH',
        path: `/api/webhooks/${webhook.id}`,
        json: { is_paused: true },
        ...of.admin,
      });
      return { subscriptionId: String(own.id), webhookId: String(webhook.id), deliveryId: delivery.id };
    }
    if (Date.now() > deadline) throw new Error('the delivery was not attempted');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
