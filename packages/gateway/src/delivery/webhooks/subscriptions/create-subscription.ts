import type { Actor } from '../../../audit/types.ts';
import { findPosition } from '../../../incidents/events/read-events.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import type { Secret } from '../../../kernel/secrets.ts';
import type { WebhookParts } from '../parts.ts';
import { secretPurpose } from '../sending/attempt-delivery.ts';
import { newWebhookSecret } from '../sending/sign-message.ts';
import { checkEndpoint, checkEventTypes, sealAuthentication } from './check-settings.ts';
import { insertSubscription, subscriptionsOf } from './store.ts';
import type { GivenAuthentication, Subscription, SubscriptionOwner } from './types.ts';

const MOST_OF_AN_AGENCY = 100;
/** Ten digits: integers that any partner's program holds, and that tell nothing of how many there are. */
const LEAST_ID = 1_000_000_000;

/**
 * Subscribes an endpoint to what happens in the agency from now on, atomically with its audit record. The answer is the
 * only readable copy of the signing secret. Refuses what is no public https endpoint or no event type of the dialect
 * (`invalid_request`), and a 101st subscription of one agency (`conflict`).
 */
export async function createSubscription(
  parts: WebhookParts,
  request: {
    owner: SubscriptionOwner;
    name: string;
    url: string;
    dialect: string;
    eventTypes: readonly string[];
    authentication: GivenAuthentication;
    actor: Actor;
    origin: Origin;
  },
): Promise<{ subscription: Subscription; secret: Secret }> {
  const { database, audit, clock, random, webhooks } = parts;
  const { owner, name, dialect, actor, origin } = request;
  const { agencyId, clientId } = owner;
  const id = LEAST_ID + (random.bytes(4).readUInt32BE() % LEAST_ID);
  const eventTypes = checkEventTypes(webhooks, dialect, request.eventTypes);
  const url = await checkEndpoint(webhooks, request.url, 'url');
  const authentication = await sealAuthentication(webhooks, id, request.authentication);
  if ((await subscriptionsOf(database.read, { agencyId, clientId: null })).length >= MOST_OF_AN_AGENCY) {
    throw refuse.conflict({ description: `An agency has at most ${MOST_OF_AN_AGENCY} webhook subscriptions` });
  }
  const secret = newWebhookSecret(random);
  const now = clock.now();
  const subscription: Subscription = {
    id,
    agencyId,
    clientId,
    name,
    url,
    dialect,
    eventTypes,
    authentication,
    secret: webhooks.seal.seal(secret.reveal(), secretPurpose(id)),
    previousSecret: null,
    previousSecretExpiresAt: null,
    state: 'active',
    disabledReason: null,
    cursorSeq: (await findPosition(parts, agencyId, undefined)).head,
    health: { failureCount: 0, failingSince: null, restingUntil: null, lastSuccessAt: null },
    createdAt: now,
    updatedAt: now,
  };
  await database.write(async (tx) => {
    if (!(await insertSubscription(tx.query, subscription))) {
      throw refuse.unavailable({ description: 'Try again', retryAfterSeconds: 1 });
    }
    await audit.append(tx, {
      actor,
      agencyId,
      action: 'webhook.added',
      outcome: 'success',
      subject: String(id),
      origin,
      detail: { host: new URL(url).host, dialect, event_types: eventTypes },
    });
  });
  return { subscription, secret };
}
