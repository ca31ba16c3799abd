import type { WebhookAuthentication, WebhookDelivery, WebhookSubscription } from '@sallyport/contract';
import type { Delivery } from '../../../delivery/webhooks/deliveries/types.ts';
import type { GivenAuthentication, Subscription } from '../../../delivery/webhooks/subscription/types.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';

const orNull = (at: number | null) => (at === null ? null : toRfc3339(at));

/** The subscription without anything secret. */
export function encodeWebhook(subscription: Subscription): WebhookSubscription {
  const { authentication, health } = subscription;
  const isFetched = authentication.kind === 'client_credentials';
  return {
    id: subscription.id,
    name: subscription.name,
    url: subscription.url,
    dialect: subscription.dialect,
    event_types: [...subscription.eventTypes],
    authentication: {
      kind: authentication.kind,
      token_url: isFetched ? authentication.tokenUrl : null,
      client_id: isFetched ? authentication.clientId : null,
      ...(isFetched && authentication.audience != null && { audience: authentication.audience }),
      ...(isFetched && authentication.isSecretInBody && { client_authentication: 'client_secret_post' as const }),
    },
    client_id: subscription.clientId,
    state: subscription.state,
    disabled_reason: subscription.disabledReason,
    failing_since: orNull(health.failingSince),
    last_success_at: orNull(health.lastSuccessAt),
    previous_secret_expires_at: orNull(subscription.previousSecretExpiresAt),
    created_at: toRfc3339(subscription.createdAt),
    updated_at: toRfc3339(subscription.updatedAt),
  };
}

/** One line of the delivery log. */
export function encodeDelivery(delivery: Delivery): WebhookDelivery {
  return {
    id: delivery.id,
    event_type: delivery.eventType,
    incident_id: delivery.incidentId,
    is_test: delivery.seq === null,
    state: delivery.state,
    attempts: delivery.attempts,
    status: delivery.status,
    answer: delivery.answer,
    fault: delivery.fault,
    duration_ms: delivery.durationMs,
    last_attempt_at: orNull(delivery.lastAttemptAt),
    next_attempt_at: orNull(delivery.nextAttemptAt),
    created_at: toRfc3339(delivery.createdAt),
  };
}

/** How the endpoint is to know us, in the model's words. */
export function readAuthentication(given: WebhookAuthentication): GivenAuthentication {
  if (given.kind !== 'client_credentials') return given;
  const { kind, token_url: tokenUrl, client_id: clientId, client_secret: clientSecret } = given;
  const { scope = null, audience = null, client_authentication } = given;
  const isSecretInBody = client_authentication === 'client_secret_post';
  return { kind, tokenUrl, clientId, clientSecret, scope, audience, isSecretInBody };
}
