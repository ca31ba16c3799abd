import type {
  EditWebhookRequest,
  NewWebhook,
  NewWebhookRequest,
  ReplayedWebhook,
  ReplayWebhookRequest,
  WebhookDelivery,
  WebhookDeliveryList,
  WebhookList,
  WebhookSubscription,
} from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Which part of a delivery log is read; `before` is the `next_before` of the page read last. */
export interface DeliveryPage {
  readonly state?: WebhookDelivery['state'] | null;
  readonly before?: string | null;
  readonly limit?: number;
}

/**
 * Manages webhooks: an administrator those of the agency, a client with scope `webhooks` its own. Operators name the
 * agency; for everyone else `agencyId` stays null.
 */
export class WebhookApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Every webhook, the oldest first, and the event types a new one may ask for, by dialect. */
  list(agencyId: string | null = null, signal?: AbortSignal): Promise<WebhookList> {
    return this.#transport.send({ method: 'GET', path: '/api/webhooks', query: { agency_id: agencyId }, signal });
  }

  read(id: number, agencyId: string | null = null, signal?: AbortSignal): Promise<WebhookSubscription> {
    return this.#transport.send({ method: 'GET', path: webhookPath(id), query: { agency_id: agencyId }, signal });
  }

  /** Sends the agency's events to an address from now on. The answer is the only time the secret is readable. */
  create(request: NewWebhookRequest, agencyId: string | null = null): Promise<NewWebhook> {
    const query = { agency_id: agencyId };
    return this.#transport.send({ method: 'POST', path: '/api/webhooks', query, json: request });
  }

  /** Changes only what is named. `is_paused: false` also resumes a disabled one, where it stood. */
  edit(id: number, request: EditWebhookRequest, agencyId: string | null = null): Promise<WebhookSubscription> {
    const query = { agency_id: agencyId };
    return this.#transport.send({ method: 'PATCH', path: webhookPath(id), query, json: request });
  }

  /** Removes it with its delivery log. */
  remove(id: number, agencyId: string | null = null): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: webhookPath(id), query: { agency_id: agencyId } });
  }

  /** A new signing secret, readable in this answer alone; the one before signs beside it for `overlapHours`, 0 to 168. */
  rotateSecret(id: number, overlapHours: number, agencyId: string | null = null): Promise<NewWebhook> {
    return this.#transport.send({
      method: 'POST',
      path: `${webhookPath(id)}/rotate-secret`,
      query: { agency_id: agencyId },
      json: { overlap_hours: overlapHours },
    });
  }

  /** Sends an invented event now, once, and answers with what came of it. */
  test(id: number, eventType: string, agencyId: string | null = null): Promise<WebhookDelivery> {
    return this.#transport.send({
      method: 'POST',
      path: `${webhookPath(id)}/test`,
      query: { agency_id: agencyId },
      json: { event_type: eventType },
    });
  }

  /** The delivery log, the newest first. */
  deliveries(
    id: number,
    page: DeliveryPage = {},
    agencyId: string | null = null,
    signal?: AbortSignal,
  ): Promise<WebhookDeliveryList> {
    const query = { agency_id: agencyId, ...page };
    return this.#transport.send({ method: 'GET', path: `${webhookPath(id)}/deliveries`, query, signal });
  }

  /** Delivers one event again under its id, delivered before or not; 409 for a test. */
  replayOne(id: number, deliveryId: string, agencyId: string | null = null): Promise<WebhookDelivery> {
    const path = `${webhookPath(id)}/deliveries/${encodeURIComponent(deliveryId)}/replay`;
    return this.#transport.send({ method: 'POST', path, query: { agency_id: agencyId } });
  }

  /** Delivers everything of a span again, both ends included, 2,000 events at most. */
  replay(id: number, span: ReplayWebhookRequest, agencyId: string | null = null): Promise<ReplayedWebhook> {
    const query = { agency_id: agencyId };
    return this.#transport.send({ method: 'POST', path: `${webhookPath(id)}/replay`, query, json: span });
  }
}

function webhookPath(id: number): string {
  return `/api/webhooks/${id}`;
}
