import type { Database } from '../../../database/database.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { WebhookParts } from '../parts.ts';
import { findSubscription, subscriptionsOf } from './store.ts';
import type { Subscription, SubscriptionOwner } from './types.ts';

/** The owner's subscriptions, the oldest first. */
export function listSubscriptions(
  { database }: Pick<WebhookParts, 'database'>,
  owner: SubscriptionOwner,
): Promise<readonly Subscription[]> {
  return subscriptionsOf(database.read, owner);
}

/** The owner's subscription of that id, or `not_found`: another one's and none are the same answer. */
export function readSubscription(
  { database }: Pick<WebhookParts, 'database'>,
  owner: SubscriptionOwner,
  id: string,
): Promise<Subscription> {
  return ownSubscription(database.read, owner, id);
}

/** As `readSubscription`, inside a transaction. */
export async function ownSubscription(
  query: Database['read'],
  owner: SubscriptionOwner,
  id: string,
): Promise<Subscription> {
  const found = /^[1-9]\d{0,15}$/.test(id) ? await findSubscription(query, owner, Number(id)) : undefined;
  if (found === undefined) throw refuse.notFound({ description: 'No webhook subscription with this id' });
  return found;
}
