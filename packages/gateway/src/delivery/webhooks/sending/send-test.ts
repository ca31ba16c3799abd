import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import type { Database } from '../../../database/database.ts';
import { findInstallation } from '../../../database/installation.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import { newUuid, type Random } from '../../../kernel/random.ts';
import type { Slots } from '../../../kernel/slots.ts';
import { saveDeliveries } from '../deliveries/store.ts';
import type { Delivery } from '../deliveries/types.ts';
import { typesNamed } from '../encoders/types.ts';
import { auditedAgency, type Subscription } from '../subscription/types.ts';
import { type AttemptPorts, attemptDelivery } from './attempt-delivery.ts';
import { sampleEvents } from './sample-event.ts';

interface Ports extends AttemptPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly random: Random;
  readonly webhookTests: Slots;
}

/**
 * Sends an invented event once, now, also to a subscription that is paused or disabled, and states what came of it; it is
 * in the delivery log and is never retried. Refuses an event type the dialect does not have (`invalid_request`), an agency
 * or a client that has four under way (`too_many_requests`), and everybody where 32 are (`unavailable`).
 */
export async function sendTest(
  ports: Ports,
  request: { subscription: Subscription; eventType: string | undefined; actor: Actor; origin: Origin },
): Promise<Delivery> {
  const { database, audit, clock, random, webhookEncoders } = ports;
  const { subscription, actor, origin } = request;
  const createdAt = clock.now();
  const installation = await findInstallation(database);
  const encoder = webhookEncoders[subscription.dialect];
  const named = (encoder?.names ?? []).map((name) => [name, encoder ? typesNamed(encoder, name) : []] as const);
  const encoded = new Map(named.filter(([, types]) => types.length > 0));
  const eventType = request.eventType ?? subscription.eventTypes.find((name) => encoded.has(name)) ?? '';
  const event = (encoded.get(eventType) ?? [])
    .flatMap((type) => sampleEvents(subscription.agencyId, type, createdAt, installation?.epoch))
    .find((sample) => encoder?.nameOf(sample) === eventType);
  if (event === undefined) {
    throw refuse.invalidRequest({ description: `event_type must be one of: ${[...encoded.keys()].join(', ')}` });
  }
  const id = `msg_${subscription.id}_test_${newUuid(clock, random)}`;
  const giveBack = await takeTestSlot(ports, subscription);
  const outcome = await attemptDelivery(ports, subscription, { id, event }).finally(giveBack);
  const { at, status, answer, fault, durationMs, isDelivered } = outcome;
  const delivery: Delivery = {
    id,
    subscriptionId: subscription.id,
    seq: null,
    incidentId: null,
    eventType,
    state: isDelivered ? 'delivered' : 'failed',
    attempts: 1,
    firstAttemptAt: at,
    nextAttemptAt: null,
    lastAttemptAt: at,
    status,
    answer,
    fault,
    durationMs,
    finishedAt: at,
    createdAt,
  };
  await database.write(async (tx) => {
    saveDeliveries(tx, [delivery]);
    await audit.append(tx, {
      actor,
      agencyId: auditedAgency(subscription),
      action: 'webhook.tested',
      outcome: 'success',
      subject: String(subscription.id),
      origin,
      detail: { status, event_type: eventType },
    });
  });
  return delivery;
}

/** Each holds a connection for as long as the endpoint likes, so there are few at once. */
async function takeTestSlot({ webhookTests, webhookTimeoutMs }: Ports, { agencyId, clientId }: Subscription) {
  const owner = clientId ?? agencyId;
  const full = webhookTests.whatIsFull(owner);
  const retryAfterSeconds = Math.ceil(webhookTimeoutMs / 1000);
  if (full === 'owner') {
    const description = 'As many tests as may run at once are running; wait until one has ended';
    throw refuse.tooManyRequests({ description, logDetail: `webhook tests of ${owner}`, retryAfterSeconds });
  }
  if (full === 'all') {
    throw refuse.unavailable({
      description: 'Too many tests are running on this server; try again',
      retryAfterSeconds,
    });
  }
  return webhookTests.take(owner);
}
