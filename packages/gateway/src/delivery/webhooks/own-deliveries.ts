import type { Database } from '../../database/database.ts';
import { lastAttempted, listDeliveries } from './deliveries/find-deliveries.ts';
import { replayDelivery, replaySpan } from './deliveries/replay-deliveries.ts';
import type { Delivery } from './deliveries/types.ts';
import { sendTest } from './sending/send-test.ts';
import type { Subscription, SubscriptionOwner } from './subscription/types.ts';
import { listSubscriptions, readSubscription } from './subscriptions/find-subscriptions.ts';

/** Which of whose subscriptions a request is about. */
interface Owned {
  readonly owner: SubscriptionOwner;
  readonly id: string;
}

type With<Request> = Owned & Omit<Request, 'subscription'>;

/** The request with the subscription itself. Refuses one that is not the owner's (`not_found`). */
async function withSubscription<Request extends Owned>(ports: { database: Database }, request: Request) {
  const { owner, id, ...rest } = request;
  return { ...rest, subscription: await readSubscription(ports, owner, id) };
}

/** The owner's subscriptions, the oldest first, and of each the newest delivery that was attempted. */
export async function listOwnSubscriptions(
  ports: { database: Database },
  owner: SubscriptionOwner,
): Promise<{ subscriptions: readonly Subscription[]; attempted: readonly Delivery[] }> {
  const subscriptions = await listSubscriptions(ports, owner);
  return { subscriptions, attempted: await lastAttempted(ports, subscriptions) };
}

/** A page of the delivery log of the owner's subscription. As `listDeliveries`. */
export async function listOwnDeliveries(
  ports: { database: Database },
  { owner, id, ...page }: Owned & Parameters<typeof listDeliveries>[2],
): ReturnType<typeof listDeliveries> {
  return listDeliveries(ports, await readSubscription(ports, owner, id), page);
}

/** Sends a test to the owner's subscription. As `sendTest`. */
export async function sendOwnTest(
  ports: Parameters<typeof sendTest>[0],
  request: With<Parameters<typeof sendTest>[1]>,
): Promise<Delivery> {
  return sendTest(ports, await withSubscription(ports, request));
}

/** Delivers one delivery of the owner's subscription again. As `replayDelivery`. */
export async function replayOwnDelivery(
  ports: Parameters<typeof replayDelivery>[0],
  request: With<Parameters<typeof replayDelivery>[1]>,
): Promise<Delivery> {
  return replayDelivery(ports, await withSubscription(ports, request));
}

/** Delivers a span of time to the owner's subscription again. As `replaySpan`. */
export async function replayOwnSpan(
  ports: Parameters<typeof replaySpan>[0],
  request: With<Parameters<typeof replaySpan>[1]>,
): Promise<number> {
  return replaySpan(ports, await withSubscription(ports, request));
}
